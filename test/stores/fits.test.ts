/** The quick look at a case: it must let through exactly what the schema lets through. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { Case } from "../../src/dialogue/case.ts";
import { fitsOf } from "../../src/stores/fits.ts";

const HASH = "0".repeat(64);
const SALT = Buffer.alloc(32).toString("base64url");

/** Holds every part a case can have. */
const FULL: Case = {
  format: 1,
  id: "web:a",
  language: "zh-CN",
  begunMs: 1,
  bundle: HASH,
  pack: "zj",
  state: "asking",
  overlay: "none",
  purpose: "mistake",
  looking: "x",
  narrative: "当时",
  acted: { from: "2024-02-29", until: "2024-12-31" },
  decided: "2025-01-01",
  answers: [
    { question: "q", facts: { a: "yes" }, unsure: ["b"], partial: true, meanings: { a: 2 } },
  ],
  asking: { question: "q", ticked: ["a"], why: false },
  proposed: {
    from: "narrative",
    facts: [
      { fact: "a", read: "yes", stands: { as: "value", value: "no" }, quote: "…" },
      { fact: "b", read: "yes", stands: { as: "unsure" }, quote: "" },
    ],
  },
  thorough: false,
  review: {
    at: "e",
    done: true,
    findings: [{ entry: "e", meaning: 2, finding: "met", evidence: "missing", note: "n" }],
  },
  receipt: {
    index: 0,
    previous: HASH,
    day: "2026-01-01",
    key: SALT,
    signature: Buffer.alloc(64).toString("base64url"),
    salt: SALT,
  },
  turn: 3,
  offered: { turn: 3, reply: "3.0", view: "question", actions: [{ do: "answer", with: "yes" }] },
  handles: { "3.0": "17" },
  seen: " u1",
  outbox: [
    {
      id: "3.0",
      language: "en",
      kind: "verdict",
      blocks: [
        { type: "text", text: "t" },
        { type: "heading", text: "h" },
        { type: "items", items: [{ text: "i", detail: "d", link: "https://example.org/" }] },
        {
          type: "distinctions",
          rows: [
            {
              id: "one",
              name: "n",
              side: "open",
              mark: "◐",
              sideName: "s",
              reason: "r",
              tolerable: ["a"],
              culpable: [],
            },
          ],
        },
      ],
      choices: [[{ label: "l", token: "k", role: "tool", selected: true }]],
      replaces: "2.0",
      closes: { reply: "2.0", text: "t", brief: "b" },
      file: { name: "f", mediaType: "text/csv", text: "t" },
      forgets: true,
    },
  ],
};

type Path = readonly (string | number)[];

function pathsIn(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...at, key]))];
}

function altered(path: Path, change: (holder: Record<string, unknown>, key: string) => void) {
  const copy = { whole: structuredClone(FULL) } as Record<string, unknown>;
  const keys = ["whole", ...path.map(String)];
  const holder = keys
    .slice(0, -1)
    .reduce((found, key) => found[key] as Record<string, unknown>, copy);
  change(holder, keys.at(-1) ?? "");
  return copy["whole"];
}

const fits = fitsOf(Case);
const sameAsSchema = (value: unknown) =>
  expect(fits(value), JSON.stringify(value)).toBe(Case.safeParse(value).success);

describe("the quick look at a case", () => {
  it("lets a whole case through", () => {
    expect(Case.safeParse(FULL).error).toBeUndefined();
    expect(fits(FULL)).toBe(true);
  });

  const others = [
    undefined,
    null,
    "",
    "x".repeat(65),
    "x".repeat(4_001),
    -1,
    1.5,
    1e300,
    NaN,
    true,
    [],
    Array.from({ length: 201 }, () => "a"),
    {},
    { a: 1 },
    { as: "value" },
    { type: "text" },
  ];
  it.each(pathsIn(FULL).map((path) => [path.join("."), path] as const))(
    "says of any other value at %s what the schema says",
    (_, path) => {
      for (const other of others)
        sameAsSchema(altered(path, (holder, key) => (holder[key] = other)));
      sameAsSchema(altered(path, (holder, key) => delete holder[key]));
    },
  );

  it.each(pathsIn(FULL).map((path) => [path.join("."), path] as const))(
    "says of anything added at %s what the schema says",
    (_, path) => {
      sameAsSchema(
        altered(path, (holder, key) => {
          if (typeof holder[key] === "object" && holder[key] !== null)
            (holder[key] as Record<string, unknown>)["more"] = "x";
        }),
      );
    },
  );

  it("says of random values at random places what the schema says", () => {
    const paths = pathsIn(FULL);
    fc.assert(
      fc.property(fc.nat(paths.length - 1), fc.anything(), (at, other) => {
        sameAsSchema(altered(paths[at] ?? [], (holder, key) => (holder[key] = other)));
      }),
      { seed: 7, numRuns: 3_000 },
    );
  });

  it("lets no key through that would become a prototype", () => {
    const text = JSON.stringify(FULL).replace('"format":1,', '"format":1,"__proto__":{},');
    expect(fits(JSON.parse(text))).toBe(false);
  });
});

describe("a schema that would change what it looks at", () => {
  it.each([
    ["a text that is trimmed", z.string().trim()],
    ["a default", z.string().default("")],
    ["a conversion", z.coerce.number()],
    ["a number of any kind", z.number()],
    ["an object that drops what it does not know", z.object({ a: z.string() })],
    ["one in a list", z.array(z.object({}))],
    ["a choice told apart by nothing", z.union([z.string(), z.int()])],
    ["problems gathered by hand", z.string().check(() => undefined)],
  ])("is refused: %s", (_, schema) => {
    expect(() => fitsOf(schema)).toThrow(TypeError);
  });
});
