/** One cold start: `node bench/cold.ts ENGINE` decides once and prints the milliseconds since the process began. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { argv, stdout } from "node:process";
import type { Policy } from "../src/policy/schema-pack.ts";
import type { COLD } from "./cold-engines.ts";
import type { Loaded } from "./peers/peer.ts";

const ROOT = join(import.meta.dirname, "..");
const POLICY = join(ROOT, "data", "policy");

/** As a program would that trusts its files: no schema, no proof. */
async function plainPolicy(): Promise<Policy> {
  const { parse } = await import("yaml");
  const read = async (file: string): Promise<object> =>
    parse(await readFile(join(POLICY, file), "utf8")) as object;
  const top = ["facts", "conditions", "constraints", "lines", "distinctions", "tiers", "sources"];
  const parts = await Promise.all(top.map((name) => read(`${name}.yaml`)));
  const files = (await readdir(join(POLICY, "rules"))).sort();
  const layers = await Promise.all(files.map((file) => read(join("rules", file))));
  const [, , , lineRules] = parts;
  return { ...Object.assign({}, ...parts), layers, lineRules } as Policy;
}

/** The peer of a name decides the first value of every fact. */
async function peerDecides(
  load: (policy: Policy) => Promise<Loaded | undefined>,
): Promise<boolean> {
  const policy = await plainPolicy();
  const loaded = await load(policy);
  if (loaded === undefined) return false;
  const { nationalRules } = await import("./peers/rulebook.ts");
  const first = nationalRules(policy).facts.map(({ id, values }) => [id, values[0] ?? ""]);
  await loaded.decide(loaded.prepare(Object.fromEntries(first)));
  return true;
}

const rulesOf = async (policy: Policy) =>
  (await import("./peers/rulebook.ts")).nationalRules(policy);

const STARTS: Readonly<Record<(typeof COLD)[number], () => Promise<boolean>>> = {
  closures: () =>
    peerDecides(async (policy) =>
      (await import("./peers/closure.ts")).closure.load(await rulesOf(policy)),
    ),
  "zen-engine": () =>
    peerDecides(async (policy) => (await import("./peers/zen.ts")).zen.load(await rulesOf(policy))),
  "json-rules-engine": () =>
    peerDecides(async (policy) =>
      (await import("./peers/json-rules-engine.ts")).jsonRulesEngine.load(await rulesOf(policy)),
    ),
  publicodes: () =>
    peerDecides(async (policy) =>
      (await import("./peers/publicodes.ts")).publicodes.load(await rulesOf(policy)),
    ),
  "distinguo, rules only": () =>
    peerDecides(async (policy) => {
      const { compile } = await import("../src/policy/compile.ts");
      const { ownEngine } = await import("./engines.ts");
      return ownEngine(compile(policy, null));
    }),
  "distinguo, all content checked and proved": async () => {
    const { loadBundle } = await import("../src/content/bundle.ts");
    const { decide } = await import("../src/policy/decide.ts");
    const read = await loadBundle(ROOT);
    if (!read.ok) throw new Error("the content does not pass its check");
    decide(read.value.compiled(null), { facts: {} });
    return true;
  },
};

const start = STARTS[argv[2] as (typeof COLD)[number]];
// Nothing is printed where the engine is not installed.
if (await start()) stdout.write(String(performance.now()));
