import * as z from "zod";
import { describe, expect, it } from "vitest";
import { fileWith, run, runHere, STACK } from "../support/command.ts";

const Shares = z.object({
  precision: z.number().nullable(),
  recall: z.number().nullable(),
  f1: z.number().nullable(),
});
const Facts = z.record(z.string(), z.looseObject({ value: z.string(), quote: z.string() }));
/** What other programs rely on; fields may be added, none may go. */
const Promised = z.object({ cases: z.array(z.object({ id: z.string(), facts: Facts })) });
const Scored = Promised.extend({
  score: z.object({ overall: Shares, facts: z.record(z.string(), Shares) }),
  questions: z.object({ median: z.number(), mean: z.number() }),
});

const TWO = [
  "- {id: one, narrative_zh: 某镇镇长没有经过集体研究就擅自决定开工。, title: more than is needed}",
  "- {id: 2, narrative_zh: 今天天气很好。}",
].join("\n");

describe("read", () => {
  it("answers for each narrative the facts it tells, with the words that tell them", async () => {
    const { code, out, err } = await runHere(["read", await fileWith(TWO), "--json"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const { cases } = Promised.parse(JSON.parse(out));
    expect(cases.map(({ id }) => id)).toEqual(["one", "2"]);
    expect(cases[0]?.facts).toMatchObject({
      collective_decision: { value: "no", quote: "没有经过集体研究" },
      arbitrary_decision: { value: "yes" },
    });
    expect(cases[1]?.facts).toEqual({});
  });

  it("takes JSON from standard input, and prints a line for each fact", async () => {
    const input = JSON.stringify([{ id: "x", narrative_zh: "他伪造\u0007会议记录。" }]);
    const { code, out } = await run(["read", "-"], { input });
    expect(code).toBe(0);
    expect(out).toMatch(/^x:\n {2}fabricated: yes {2}"/);
    expect(out).not.toContain("\u0007");
  });

  it("scores against coded facts", async () => {
    const facts = "facts: {arbitrary_decision: yes, collective_decision: no, loss: serious}";
    const file = await fileWith(
      `- {id: one, narrative_zh: 某镇镇长没有经过集体研究就擅自决定开工。, ${facts}}`,
    );
    const { out } = await runHere(["read", file, "--score", "--json"]);
    const { score } = Scored.parse(JSON.parse(out));
    expect(score.facts["arbitrary_decision"]).toMatchObject({ precision: 1, recall: 1, f1: 1 });
    expect(score.facts["loss"]).toMatchObject({ precision: null, recall: 0 });
    const { out: lines } = await runHere(["read", file, "--score"]);
    expect(lines).toMatch(/\nover all +precision \d\.\d{3} {2}recall 0\.667 /);
    expect(lines).toMatch(/\nquestions saved: median -?\d/);
  });

  it.each([
    ["no file", [], 2, /^usage: distinguo read/],
    ["two files", ["a.yaml", "b.yaml"], 2, /^usage: distinguo read/],
    ["a file that is not there", ["nowhere.yaml"], 1, /input\/unreadable/],
  ])("%s → exit %i", async (_, args, exit, why) => {
    const { code, out, err } = await runHere(["read", ...args]);
    expect({ code, out }).toEqual({ code: exit, out: "" });
    expect(err).toMatch(why);
    expect(err).not.toMatch(STACK);
  });

  it("names what is wrong with the input at its place", async () => {
    const file = await fileWith("- {id: one}\n- {id: two, narrative_zh: x, facts: {luck: yes}}\n");
    const { code, err } = await runHere(["read", file]);
    expect(code).toBe(1);
    expect(err).toContain(`${file}:1:3 schema/`);
    const coded = await fileWith("- {id: two, narrative_zh: x, facts: {luck: yes}}\n");
    expect((await runHere(["read", coded])).code).toBe(0);
    const scored = await runHere(["read", coded, "--score"]);
    expect(scored.code).toBe(1);
    expect(scored.err).toContain("account/unknown-fact no fact luck");
  });
});
