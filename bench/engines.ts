/** The engines that decide the national rules: the peers, and ours with the same face. */
import type { Compiled } from "../src/policy/compile.ts";
import { groundsOf } from "../src/policy/decide.ts";
import type { Readings } from "../src/policy/readings.ts";
import { closure } from "./peers/closure.ts";
import { jsonRulesEngine } from "./peers/json-rules-engine.ts";
import type { Loaded, Peer } from "./peers/peer.ts";
import { publicodes } from "./peers/publicodes.ts";
import type { Situation } from "./peers/rulebook.ts";
import { zen } from "./peers/zen.ts";

/** The others, by name. */
export const PEERS: readonly Peer[] = [closure, zen, jsonRulesEngine, publicodes];

/** The name under which our own engine stands in the tables. */
export const OURS = "distinguo";

/** What is said where a peer's package is missing. */
export const NOT_INSTALLED =
  "left out, since it is not installed: %s (`npm ci --prefix bench` installs the peers)";

/** The readings of the law as it stands without days. */
export function readingsNow(compiled: Compiled): Readings {
  const grounds = groundsOf(compiled, { facts: {} });
  if (grounds === undefined) throw new Error("the policy leaves nothing possible");
  return grounds.readings;
}

/** Ours as a peer: straight to the tier. Like the others it is only asked about situations that can occur. */
export function ownEngine(compiled: Compiled): Loaded & { readonly sync: true } {
  const straight = readingsNow(compiled).straight();
  const names = ["", ...compiled.policy.tiers.map(({ id }) => id)];
  return {
    sync: true,
    prepare: (situation) => placesOf(compiled, situation).map((place) => 1 << place),
    decide: (masks: Uint8Array) => names[31 - Math.clz32(straight.at(masks))] ?? "",
  };
}

/** For each variable the place of its value. */
export function placesOf({ facts, values }: Compiled, situation: Situation): Uint8Array {
  return Uint8Array.from(facts, ({ id }, variable) =>
    (values[variable] ?? []).indexOf(situation[id] ?? ""),
  );
}

/** The situation in which each variable has the value of its place. */
export function situationAt({ facts, values }: Compiled, places: Uint8Array): Situation {
  return Object.fromEntries(
    facts.map(({ id }, variable) => [id, values[variable]?.[places[variable] ?? 0] ?? ""]),
  );
}
