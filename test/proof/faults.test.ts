/**
 * A seeded sample of the faults by default; all of them, and all harmless edits, with DISTINGUO_FAULTS=all
 * (`node test/proof/run.ts` tells the same kind by kind).
 */
import { describe, expect, it } from "vitest";
import { hashOf } from "../../src/content/bundle.ts";
import { shippedContent } from "./content.ts";
import { diceOf } from "./dice.ts";
import { faultsIn, KINDS, type Fault } from "./faults.ts";
import { harmlessIn } from "./harmless.ts";
import { missedBy, problemsOf, listed } from "./runs.ts";

/** Faults and harmless edits tried unless all are asked for. */
const FAULTS_TRIED = 40;
const HARMLESS_TRIED = 8;
const SEED = 2026;

const all = process.env["DISTINGUO_FAULTS"] === "all";
const shipped = await shippedContent();
const faults = faultsIn(shipped);
const harmless = harmlessIn(shipped);

/** One of each kind first, then others. */
function sampled(): readonly Fault[] {
  const mixed = diceOf(SEED).shuffled(faults);
  const firsts = KINDS.flatMap(({ name }) => mixed.find(({ kind }) => kind === name) ?? []);
  const rest = mixed.filter((fault) => !firsts.includes(fault));
  return [...firsts, ...rest].slice(0, FAULTS_TRIED);
}

describe("of the faults seeded in copies of the shipped content", () => {
  it("there are at least 200, some of every kind, and no two are the same", () => {
    expect(faults.length).toBeGreaterThanOrEqual(200);
    expect(new Set(faults.map(({ kind }) => kind)).size).toBe(KINDS.length);
    expect(new Set(faults.map(({ texts }) => hashOf(texts))).size).toBe(faults.length);
  });

  it.each((all ? faults : sampled()).map((fault) => [fault.kind, fault.name, fault] as const))(
    "this one is found — %s: %s",
    (_, __, fault) => {
      expect(missedBy(fault)).toBeUndefined();
    },
  );
});

describe("of the harmless edits", () => {
  it("there are at least 20, no two the same and none that changes nothing", () => {
    const hashes = [shipped, ...harmless].map(({ texts }) => hashOf(texts));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(harmless.length).toBeGreaterThanOrEqual(20);
  });
});

describe("nothing is found", () => {
  it("in the shipped content", () => {
    expect(listed(problemsOf(shipped.texts))).toEqual([]);
  });

  it.each(
    (all ? harmless : diceOf(SEED).shuffled(harmless).slice(0, HARMLESS_TRIED)).map(
      (edit) => [edit.name, edit] as const,
    ),
  )("once %s", (_, { texts }) => {
    expect(listed(problemsOf(texts))).toEqual([]);
  });
});
