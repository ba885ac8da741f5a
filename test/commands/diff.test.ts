import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TierId } from "../../src/policy/schema.ts";
import { run, runHere, STACK } from "../support/command.ts";

const Count = z.string().regex(/^[1-9][0-9]*$/);
const Standing = z.union([TierId, z.literal("impossible")]);
const Witness = z.record(z.string(), z.string());
const Counted = z.object({ situations: Count, witness: Witness });
const Rule = z.object({ from: z.string(), to: z.string(), situations: Count });
const Report = z.object({
  equal: z.boolean(),
  possible: Count,
  classes: z.array(Counted.extend({ from: Standing, to: Standing, rules: z.array(Rule).min(1) })),
  lines: z.array(
    Counted.extend({ line: z.string(), from: z.array(z.string()), to: z.array(z.string()) }),
  ),
  distinctions: z.array(Counted.extend({ distinction: z.string() })),
  measures: z.array(Counted.extend({ measure: z.string(), change: z.enum(["added", "removed"]) })),
  rules: z.object({
    added: z.array(z.string()),
    removed: z.array(z.string()),
    rebased: z.array(z.string()),
  }),
});

/** What other programs rely on; fields may be added, none may go. */
const Promised = Report.extend({
  packs: z.record(z.string(), Report),
  packs_added: z.array(z.string()),
  packs_removed: z.array(z.string()),
  from: z.string().regex(/^[0-9a-f]{64}$/),
  to: z.string().regex(/^[0-9a-f]{64}$/),
});

const root = new URL("../../", import.meta.url).pathname;
const RULES = "data/policy/rules/4-distinction.yaml";
let retiered = "";
let broken = "";

async function copyWith(file: string, from: string | RegExp, to: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "distinguo-diff-"));
  for (const top of ["data", "prompts"])
    await cp(join(root, top), join(folder, top), { recursive: true });
  const text = await readFile(join(folder, file), "utf8");
  await writeFile(join(folder, file), text.replace(from, to));
  return folder;
}

beforeAll(async () => {
  retiered = await copyWith(
    RULES,
    /(?<=id: distinction\.inaction_made_up\n {4}tier: )mitigated/,
    "ordinary",
  );
  broken = await copyWith("data/policy/conditions.yaml", "fact: crime_suspected", "fact: crime");
});
afterAll(() => Promise.all([retiered, broken].map((folder) => rm(folder, { recursive: true }))));

describe("diff", () => {
  it("says that a folder is equal to itself, and ends with exit code 0", async () => {
    const { code, out, err } = await runHere(["diff", root, root]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^proved over all [0-9,]+ possible situations: .+\nequal\n$/);
  });

  it("keeps its promises as JSON, and ends with exit code 0 though something changes", async () => {
    const { code, out, err } = await runHere(["diff", root, retiered, "--json"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const report = Promised.parse(JSON.parse(out));
    expect(report).toMatchObject({
      equal: false,
      classes: [{ from: "mitigated", to: "ordinary" }],
      measures: [],
    });
    expect(report.from).not.toBe(report.to);
    const same = await runHere(["diff", retiered, retiered, "--json"]);
    expect(Promised.parse(JSON.parse(same.out))).toMatchObject({ equal: true, classes: [] });
  });

  it("prints classes, the rules that did it and an example, and a pack only where it adds to that", async () => {
    const { code, out } = await runHere(["diff", root, retiered]);
    expect(code).toBe(0);
    expect(out).toMatch(/^tiers, of [0-9,]+ possible situations\n/);
    expect(out).toMatch(/\n {2}mitigated → ordinary: [0-9,]+ situations \(.+%\)\n/);
    expect(out).toMatch(/\n {4} *[0-9,]+ {2}distinction\.inaction_made_up itself\n/);
    expect(out).toMatch(/\n {4}for example {2}.+\n {4}and as is presumed {2}.+\n/);
    expect(out).toMatch(/\nwith pack L-SD-XJDN: 1 of the classes above\n/);
    expect(out).toMatch(/\n1 class changes\n$/);
  });

  it("refuses faulty content with exit code 1, and says in which folder each fault is", async () => {
    const { code, out, err } = await run(["diff", broken, join(broken, "nowhere"), "--json"]);
    expect(code).toBe(1);
    expect(err).toContain(`${join(broken, "data/policy/conditions.yaml")}:`);
    expect(err).toMatch(/nowhere\/data:1:1 folder\/unreadable /);
    expect(JSON.parse(out)).toMatchObject({ ok: false });
    expect(err).not.toMatch(STACK);
  });

  it("names the faults of a folder given twice once", async () => {
    const { code, err } = await runHere(["diff", broken, broken]);
    expect(code).toBe(1);
    expect(err.split("\n").filter((line) => line.includes("reference/unknown-fact"))).toHaveLength(
      1,
    );
  });

  it.each([[["diff"]], [["diff", "a"]], [["diff", "a", "b", "c"]]])(
    "takes %j for misuse",
    async (argv) => {
      const { code, out, err } = await runHere(argv);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(/^usage: distinguo diff DIR_A DIR_B/);
    },
  );
});
