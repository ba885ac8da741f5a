/** The face that every engine in the comparison is given. */
import type { Rulebook, Situation } from "./rulebook.ts";

/** A rulebook made ready to decide complete situations. */
export interface Loaded {
  /** `decide` answers at once; the caller need not wait for a promise. */
  readonly sync: boolean;
  /** The situation as this engine takes it; made beforehand, so that it is not part of deciding. */
  prepare(situation: Situation): unknown;
  /** The outcome of what this engine's own `prepare` made; one call at a time. */
  decide(prepared: unknown): string | Promise<string>;
}

export interface Peer {
  readonly name: string;
  /** Builds the engine; undefined where its package is not installed. */
  load(rulebook: Rulebook): Promise<Loaded | undefined>;
}
