/**
 * json-rules-engine with its own nested conditions.
 *
 * Three things about it decide its speed, and all are set in its favour.
 * Rules of one priority all run before the engine can stop, so each rule has a priority of its own. One priority
 * a layer is right as well, with the lowest index winning, but runs every rule of the layer that decides.
 * The parts of a condition all run unless their priorities differ, so they differ: then the first part can settle it.
 * A rule's conditions are copied at each run, so named conditions are set once by name and copied only when reached.
 */
import { importPeer } from "./import-peer.ts";
import type { Loaded, Peer } from "./peer.ts";
import { written, type Rulebook, type Situation, type Writer } from "./rulebook.ts";

type Nested = Readonly<Record<string, unknown>>;

interface Engine {
  addRule(rule: Nested): unknown;
  setCondition(name: string, condition: Nested): unknown;
  on(event: "success", handler: () => void): unknown;
  stop(): unknown;
  run(facts: Situation): Promise<{ readonly events: readonly { readonly type: string }[] }>;
}

interface Package {
  readonly Engine: new () => Engine;
}

/** One engine, one run in flight: `stop` is a state of the engine, so runs side by side would stop each other. */
export const jsonRulesEngine: Peer = {
  name: "json-rules-engine",
  async load(rulebook) {
    const found = await importPeer<Package>("json-rules-engine");
    return found === undefined ? undefined : loadedOf(new found.Engine(), rulebook);
  },
};

function loadedOf(engine: Engine, { conditions, rules, fallback }: Rulebook): Loaded {
  for (const { id, when } of conditions) engine.setCondition(id, topLevel(written(when, writer)));
  for (const [index, { when, outcome }] of rules.entries()) {
    engine.addRule({
      conditions: topLevel(written(when, writer)),
      priority: rules.length - index,
      event: { type: outcome },
    });
  }
  engine.on("success", () => engine.stop());
  return {
    sync: false,
    prepare: (situation) => situation,
    async decide(situation: Situation) {
      const { events } = await engine.run(situation);
      return events[0]?.type ?? fallback;
    },
  };
}

const writer: Writer<Nested> = {
  all: (parts) => ({ all: inTurn(parts) }),
  any: (parts) => ({ any: inTurn(parts) }),
  not: (part) => ({ not: part }),
  fact: (fact, values) =>
    values.length === 1
      ? { fact, operator: "equal", value: values[0] }
      : { fact, operator: "in", value: values },
  named: (condition) => ({ condition }),
};

/** The first part has the highest priority. */
function inTurn(parts: readonly Nested[]): readonly Nested[] {
  return parts.map((part, index) => ({ ...part, priority: parts.length - index }));
}

/** A rule must begin with a connective. */
function topLevel(condition: Nested): Nested {
  return "fact" in condition ? { all: [condition] } : condition;
}
