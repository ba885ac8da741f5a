/**
 * publicodes with the rules as the variations of one rule.
 *
 * Setting a situation parses it and forgets every result: more than half of what a decision takes, and part of
 * deciding, since the engine keeps one situation at a time.
 */
import type { Peer } from "./peer.ts";
import { OUTCOME, publicodesOf } from "./publicodes-rules.ts";
import type { Situation } from "./rulebook.ts";

/** Decides complete situations; publicodes-asker.ts asks for the missing facts of incomplete ones. */
export const publicodes: Peer = {
  name: "publicodes",
  async load(rulebook) {
    const found = await publicodesOf(rulebook);
    if (found === undefined) return undefined;
    const { engine, names } = found;
    return {
      sync: true,
      prepare: (situation) =>
        Object.fromEntries(
          rulebook.facts.map(({ id }) => [names.fact(id), names.value(id, situation[id] ?? "")]),
        ),
      decide(situation: Situation) {
        engine.setSituation(situation);
        return String(engine.evaluate(OUTCOME).nodeValue);
      },
    };
  },
};
