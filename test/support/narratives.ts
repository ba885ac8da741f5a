/** Reads narratives by the shipped patterns. */
import { readNarrative, type Proposal } from "../../src/reader/reader.ts";
import { shippedBundle } from "./shipped.ts";

const { patterns } = await shippedBundle();

export function read(text: string, language: "zh-CN" | "en" = "zh-CN"): readonly Proposal[] {
  return readNarrative(text, patterns[language], language);
}

/** Fact → value. */
export function told(
  text: string,
  language: "zh-CN" | "en" = "zh-CN",
): Readonly<Record<string, string>> {
  return Object.fromEntries(read(text, language).map(({ fact, value }) => [fact, value]));
}
