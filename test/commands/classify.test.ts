import * as z from "zod";
import { describe, expect, it } from "vitest";
import { OutcomeClass, TierId } from "../../src/policy/schema.ts";
import { fileWith, run, runHere, STACK } from "../support/command.ts";

const Sides = z.enum(["tolerable", "culpable", "neither", "open"]);
const Cites = z.array(z.object({ source: z.string().min(1), article: z.string().min(1) }));

/** What other programs rely on; fields may be added, none may go. */
const Promised = z.object({
  range: z.array(TierId),
  settled: z.boolean(),
  presumed: TierId,
  class: OutcomeClass,
  lines: z.object({ accountability: z.array(z.string()), discipline: z.array(z.string()) }),
  distinctions: z.object({ one: Sides, two: Sides, three: Sides }),
  reasons: z.array(
    z.object({ rule: z.string(), tier: TierId, because: z.string().min(1), cites: Cites }),
  ),
  ask: z.array(z.string()),
  measures: z.array(
    z.object({
      id: z.string(),
      what: z.string().min(1),
      owner: z.string(),
      due: z.string().nullable(),
    }),
  ),
  bundle: z.string().regex(/^[0-9a-f]{64}$/),
  pack: z.string().nullable(),
  conflict: z.array(z.string()),
  law: z
    .object({ act: z.array(TierId), decision: z.array(TierId), differs: z.boolean() })
    .optional(),
});

async function classified(text: string) {
  const { code, out, err } = await runHere(["classify", await fileWith(text), "--json"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return Promised.parse(JSON.parse(out));
}

const KNOWING = "facts: {duty_related: yes, knew_it_was_violation: yes, crime_suspected: no}\n";

describe("classify", () => {
  it("answers from a YAML file and from JSON on standard input alike", async () => {
    const json = JSON.stringify({
      facts: { duty_related: true, knew_it_was_violation: "yes", crime_suspected: false },
    });
    const [file, input] = await Promise.all([
      run(["classify", await fileWith(KNOWING), "--json"]),
      run(["classify", "-", "--json"], { input: json }),
    ]);
    expect({ ...file, out: "" }).toEqual({ code: 0, out: "", err: "" });
    expect(input).toEqual(file);
    expect(Promised.parse(JSON.parse(file.out)).distinctions.one).toBe("culpable");
  });

  it("keeps its promises to other programs", async () => {
    const verdict = await classified(KNOWING);
    expect(verdict.range.length).toBeGreaterThan(0);
    expect(verdict.settled).toBe(verdict.range.length === 1);
    expect(verdict.reasons.length).toBeGreaterThan(0);
    expect(verdict.measures.length).toBeGreaterThan(0);
    expect(verdict.pack).toBeNull();
    expect(verdict).not.toHaveProperty("law");
  });

  it("takes an account that says nothing: everything is possible", async () => {
    const verdict = await classified("{}\n");
    expect(verdict.range.length).toBeGreaterThan(5);
    expect(verdict).toMatchObject({ settled: false, conflict: [] });
  });

  it("does not ask again what the person is unsure of", async () => {
    const open = await classified(KNOWING);
    const [unsure] = open.ask;
    const verdict = await classified(`${KNOWING}unsure: [${unsure}]\n`);
    expect(verdict.ask).not.toContain(unsure);
    expect(verdict.range).toEqual(open.range);
  });

  it("takes a pack and the days of conduct and decision into account", async () => {
    const dates = "acted: {from: 2015-01-01, until: 2015-06-30}\ndecided: 2024-12-31\n";
    const verdict = await classified(`facts: {}\npack: L-ZJ-ZDPYC\n${dates}`);
    expect(verdict.pack).toBe("L-ZJ-ZDPYC");
    expect(verdict.law?.act.length).toBeGreaterThan(0);
    expect(verdict.law?.decision.length).toBeGreaterThan(0);
  });

  it("says which answers contradict each other, as an answer and not as a fault", async () => {
    const verdict = await classified("facts: {diligent: yes, neglected_duty: yes, urgent: no}\n");
    expect(verdict).toMatchObject({
      range: [],
      settled: false,
      class: "human_review",
      ask: [],
      conflict: ["diligent", "neglected_duty"],
    });
  });

  it("reads well without --json", async () => {
    const { code, out } = await runHere(["classify", await fileWith(KNOWING)]);
    expect(code).toBe(0);
    expect(out).toMatch(/^range: .+\npresumed: .+\naccountability: .+\ndiscipline: .+\n/);
    expect(out).toMatch(/《.+》/);
  });
});

/** What is wrong, the input, and the message with its line and column. */
const faults: readonly (readonly [string, string, RegExp])[] = [
  [
    "an unknown fact",
    "facts:\n  urgent: yes\n  urgnt: yes\n",
    /:3:10 account\/unknown-fact no fact urgnt$/,
  ],
  [
    "an unknown value",
    "facts: {loss: huge}\n",
    /:1:15 account\/unknown-value .*none, minor, serious, grave$/,
  ],
  [
    "an unknown unsure fact",
    "facts: {}\nunsure: [urgent, lost]\n",
    /:2:18 account\/unknown-fact no fact lost$/,
  ],
  ["an unknown pack", "facts: {}\npack: L-MOON\n", /:2:7 account\/unknown-pack .*L-ZJ-ZDPYC/],
  [
    "days the wrong way round",
    "facts: {}\nacted: {from: 2024-02-01, until: 2024-01-01}\n",
    /:2:8 account\/dates /,
  ],
  ["a day there is not", "facts: {}\ndecided: 2024-02-30\n", /:2:10 schema\/invalid-format /],
  ["broken YAML", "facts: {urgent: yes\n", /:\d:\d+ yaml\/[a-z-]+ /],
  ["a list for an account", "[urgent]\n", /:1:1 schema\/invalid-type /],
];

describe("classify refuses, in one line and with exit code 1,", () => {
  it.each(faults)("%s", async (_, text, message) => {
    const file = await fileWith(text);
    const { code, out, err } = await runHere(["classify", file]);
    const lines = err.trimEnd().split("\n");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(lines[0]).toMatch(message);
    expect(lines.every((line) => line.startsWith(`${file}:`))).toBe(true);
  });

  it("a file that is not there, with --json as one JSON document too", async () => {
    const ran = await run(["classify", "no-such-file.yaml", "--json"]);
    expect(ran.code).toBe(1);
    expect(ran.err).toBe("no-such-file.yaml:1:1 input/unreadable cannot be read (ENOENT)\n");
    expect(JSON.parse(ran.out)).toMatchObject({
      ok: false,
      problems: [{ code: "input/unreadable", file: "no-such-file.yaml", line: 1, column: 1 }],
    });
    expect(ran.err).not.toMatch(STACK);
  });
});
