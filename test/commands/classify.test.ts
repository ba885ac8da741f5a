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

  it("keeps its promises, and does not ask again what the person is unsure of", async () => {
    const open = await classified(KNOWING);
    expect(open.settled).toBe(open.range.length === 1);
    expect(open.reasons.length).toBeGreaterThan(0);
    expect(open.measures.length).toBeGreaterThan(0);
    expect(open.pack).toBeNull();
    expect(open).not.toHaveProperty("law");
    const [unsure] = open.ask;
    const verdict = await classified(`${KNOWING}unsure: [${unsure}]\n`);
    expect(verdict.ask).not.toContain(unsure);
    expect(verdict.range).toEqual(open.range);
  });

  it("takes a pack and the days of conduct and decision, and facts it is not told as open", async () => {
    const dates = "acted: {from: 2015-01-01, until: 2015-06-30}\ndecided: 2024-12-31\n";
    const verdict = await classified(`facts: {}\npack: L-ZJ-ZDPYC\n${dates}`);
    expect(verdict).toMatchObject({ pack: "L-ZJ-ZDPYC", settled: false, conflict: [] });
    expect(verdict.range.length).toBeGreaterThan(5);
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

/** What is wrong, the input, and a message for each fault, with its line and column. */
const faults: readonly (readonly [string, string, readonly RegExp[]])[] = [
  [
    "facts, values and days there are not, all named at once",
    "facts:\n  urgnt: yes\n  loss: huge\nunsure: [urgent, lost]\nacted: {from: 2024-02-01, until: 2024-01-01}\n",
    [
      /:2:10 account\/unknown-fact no fact urgnt$/,
      /:3:9 account\/unknown-value .*none, minor, serious, grave$/,
      /:4:18 account\/unknown-fact no fact lost$/,
      /:5:8 account\/dates /,
    ],
  ],
  ["an unknown pack", "facts: {}\npack: L-MOON\n", [/:2:7 account\/unknown-pack .*L-ZJ-ZDPYC/]],
  ["a day there is not", "facts: {}\ndecided: 2024-02-30\n", [/:2:10 schema\/invalid-format /]],
  ["broken YAML", "facts: {urgent: yes\nloss: none", [/:2:\d+ yaml\/[a-z-]+ /]],
  ["a list for an account", "[urgent]\n", [/:1:1 schema\/invalid-type /]],
];

describe("classify refuses, in a line each and with exit code 1,", () => {
  it.each(faults)("%s", async (_, text, messages) => {
    const file = await fileWith(text);
    const { code, out, err } = await runHere(["classify", file]);
    const lines = err.trimEnd().split("\n");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    messages.forEach((message, i) => expect(lines[i]).toMatch(message));
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
