/**
 * @gorules/zen-engine with a decision table of hit policy `first`, a rule a row, its condition one expression.
 *
 * The ways that were tried and are slower, all of them right: a switch node with a node for each outcome; named
 * conditions in an expression node before the table, which works out all of them each time; a decision looked up
 * by a loader. One nested conditional expression is as fast as the table and nobody could read it.
 * Most of a call is the crossing into native code, which copies the situation: an array of small numbers takes
 * about two thirds of the time that an object with a key for each fact takes, so facts are elements of an array.
 */
import { importPeer } from "./import-peer.ts";
import type { Loaded, Peer } from "./peer.ts";
import { namedIn, numbersOf, written, type Rulebook, type Writer } from "./rulebook.ts";

interface Context {
  readonly facts: readonly number[];
}

interface Decision {
  evaluate(context: Context): Promise<{ readonly result: { readonly outcome: string } }>;
}

interface Package {
  readonly ZenEngine: new () => { createDecision(content: object): Decision };
  readonly ZenDecisionContent: new (content: Buffer) => object;
}

/** One decision in flight at a time, as with the others; the engine answers with a promise only. */
export const zen: Peer = {
  name: "zen-engine",
  async load(rulebook) {
    const found = await importPeer<Package>("@gorules/zen-engine");
    return found === undefined ? undefined : loadedOf(found, rulebook);
  },
};

function loadedOf({ ZenEngine, ZenDecisionContent }: Package, rulebook: Rulebook): Loaded {
  // Content made beforehand is compiled once; a plain object would be compiled in each call.
  const content = new ZenDecisionContent(Buffer.from(JSON.stringify(graphOf(rulebook))));
  const decision = new ZenEngine().createDecision(content);
  const numbers = numbersOf(rulebook);
  return {
    sync: false,
    prepare: (situation): Context => ({ facts: numbers.situation(situation) }),
    async decide(context: Context) {
      const { result } = await decision.evaluate(context);
      return result.outcome;
    },
  };
}

function graphOf(rulebook: Rulebook): object {
  const writer = expressionsOf(rulebook);
  const position = { x: 0, y: 0 };
  const row = (_id: string, when: string, outcome: string) => ({ _id, when, outcome });
  const rows = [
    ...rulebook.rules.map(({ when, outcome }, index) =>
      row(`rule-${index}`, written(when, writer), `'${outcome}'`),
    ),
    // An empty cell holds always.
    row("fallback", "", `'${rulebook.fallback}'`),
  ];
  const table = {
    hitPolicy: "first",
    // A column without a field takes whole expressions.
    inputs: [{ id: "when", name: "when", field: "" }],
    outputs: [{ id: "outcome", name: "outcome", field: "outcome" }],
    rules: rows,
  };
  return {
    contentType: "application/vnd.gorules.decision",
    nodes: [
      { id: "request", name: "request", type: "inputNode", position },
      { id: "rules", name: "rules", type: "decisionTableNode", position, content: table },
      { id: "response", name: "response", type: "outputNode", position },
    ],
    edges: [
      { id: "in", type: "edge", sourceId: "request", targetId: "rules" },
      { id: "out", type: "edge", sourceId: "rules", targetId: "response" },
    ],
  };
}

/** One cell cannot name another: what has a name is written out wherever it is used. */
function expressionsOf(rulebook: Rulebook): Writer<string> {
  const numbers = numbersOf(rulebook);
  const writer: Writer<string> = {
    all: (parts) => `(${parts.join(" and ")})`,
    any: (parts) => `(${parts.join(" or ")})`,
    not: (part) => `not (${part})`,
    fact(id, values) {
      const fact = `facts[${numbers.fact(id)}]`;
      const accepted = values.map((value) => numbers.value(id, value));
      return accepted.length === 1
        ? `${fact} == ${accepted[0]}`
        : `${fact} in [${accepted.join(", ")}]`;
    },
    named: (id) => written(namedIn(rulebook, id), writer),
  };
  return writer;
}
