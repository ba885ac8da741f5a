/** A reader for tests: it reads what stands in brackets, as in “we met [collective_decision=yes]”, and nothing else. */
import type { NarrativeReader, Proposal } from "../../src/ports.ts";
import { talk, type Scene, type SceneSettings } from "./dialogue-scene.ts";

const MARK = /\[(\w+)=(\w+)\]/g;

export interface MarkReader extends NarrativeReader {
  /** Every text that was given to be read. */
  readonly heard: readonly string[];
}

export function markReader({ elsewhere = false } = {}): MarkReader {
  const heard: string[] = [];
  return {
    elsewhere,
    heard,
    read(text) {
      heard.push(text);
      return Promise.resolve(marksIn(text));
    },
  };
}

/** Reads the same whatever is typed. */
export function stubbornReader(read: (text: string) => readonly Proposal[]): NarrativeReader {
  return { elsewhere: false, read: (text) => Promise.resolve(read(text)) };
}

export function marksIn(text: string): readonly Proposal[] {
  return [...text.matchAll(MARK)].map(({ 0: quote, 1: fact = "", 2: value = "", index }) => ({
    fact,
    value,
    quote: { text: quote, start: index, end: index + quote.length },
  }));
}

/** A text with a mark for each fact. */
export function told(facts: Readonly<Record<string, string>>): string {
  return Object.entries(facts)
    .map(([fact, value]) => `那时 [${fact}=${value}]`)
    .join("，");
}

/** A talk in which the person may now tell what happened. */
export async function telling(
  purpose = "mistake",
  settings: SceneSettings & { readonly place?: string } = {},
): Promise<Scene> {
  const scene = await talk({ reader: markReader(), ...settings });
  await scene.opens();
  await scene.does("consent");
  await scene.does("choose", purpose);
  await scene.does("place", settings.place ?? "none");
  if (scene.state === "timing") await scene.does("year", "none");
  return scene;
}
