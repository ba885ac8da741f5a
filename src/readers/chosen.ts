/** The reader that the settings ask for. */
import type { Bundle } from "../content/bundle.ts";
import type { Log, NarrativeReader } from "../ports.ts";
import { lexicon } from "./lexicon.ts";

export interface ModelEnvironment {
  readonly LLM_BASE_URL?: string | undefined;
  readonly LLM_MODEL?: string | undefined;
  readonly LLM_API_KEY?: string | undefined;
}

/** By patterns alone, or with a model beside them where one is set. The model's driver is loaded only then. */
export async function chosenReader(
  { LLM_BASE_URL: baseUrl, LLM_MODEL: model, LLM_API_KEY: apiKey }: ModelEnvironment,
  log: Log,
): Promise<NarrativeReader<Bundle>> {
  if (baseUrl === undefined || model === undefined) return lexicon;
  const { llmReader } = await import("./llm.ts");
  return llmReader({ baseUrl, model, apiKey, log });
}
