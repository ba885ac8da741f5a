/** What every CaseStore promises; each driver runs it with a medium that can be broken. */
import { assert, asyncProperty, string } from "fast-check";
import { describe, expect, it } from "vitest";
import type { Case } from "../../src/dialogue/case.ts";
import type { CaseStore } from "../../src/ports.ts";

export interface StoreUnderTest {
  readonly store: CaseStore;
  /** What the store's clock says from now on, milliseconds since the epoch; 0 before. */
  readonly turnClock: (ms: number) => void;
  /** From now on the medium refuses every write, until `mend`. */
  readonly breakMedium: () => void;
  readonly mendMedium: () => void;
}

/** A case as it stands after a few turns. */
export function someCase(change: Partial<Case> = {}): Case {
  return {
    format: 1,
    id: "terminal:1",
    language: "zh-CN",
    begunMs: 1_790_000_000_000,
    bundle: "a".repeat(64),
    pack: null,
    state: "asking",
    overlay: "none",
    answers: [{ question: "q_meeting", facts: { meeting: "yes" }, unsure: ["minutes"] }],
    asking: { question: "q_gain", ticked: [], why: false },
    thorough: false,
    turn: 3,
    offered: { turn: 3, reply: "3.0", view: "question", actions: [{ do: "answer", with: "yes" }] },
    handles: { "3.0": "42" },
    seen: " e1 e2",
    outbox: [
      {
        id: "3.0",
        language: "zh-CN",
        kind: "question",
        blocks: [{ type: "text", text: "当时这件事有没有上会研究？" }],
        choices: [[{ label: "是", token: "3.0.0", role: "answer" }]],
      },
    ],
    ...change,
  };
}

const AWKWARD_IDS = [
  "web:../../etc/passwd",
  "web:a/b\\c",
  "web:..",
  "web:CON",
  "web:张三",
  "web:\u{1F600}\u0000\n",
  "web:__proto__",
  "web:\ud800",
  "web:\ud801",
  "web:e\u0301",
  "web:\u00e9",
  "WEB:A",
  "web:a",
  `web:${"长".repeat(196)}`,
];

/** Runs the contract with a fresh, empty store for every test. */
export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name}: the contract of a case store`, () => {
    it("answers undefined for a case that was never saved", async () => {
      const { store } = await open();
      expect(await store.load("terminal:none")).toBeUndefined();
    });

    it("gives back what was saved, at revision 1", async () => {
      const { store } = await open();
      expect(await store.save(someCase(), 0)).toBe("saved");
      expect(await store.load("terminal:1")).toEqual({ case: someCase(), revision: 1 });
    });

    it("gives back any text as it was", async () => {
      const { store } = await open();
      let revision = 0;
      const text = string({ unit: "binary", maxLength: 60 });
      await assert(
        asyncProperty(text, async (narrative) => {
          expect(await store.save(someCase({ narrative }), revision)).toBe("saved");
          revision += 1;
          expect((await store.load("terminal:1"))?.case.narrative).toBe(narrative);
        }),
        { numRuns: 30 },
      );
    });

    it("raises the revision by one with every save", async () => {
      const { store } = await open();
      for (const revision of [0, 1, 2, 3]) {
        expect(await store.save(someCase({ turn: revision }), revision)).toBe("saved");
        expect((await store.load("terminal:1"))?.revision).toBe(revision + 1);
      }
    });

    it.each([0, 1, 3, 99])("refuses revision %d where 2 is stored", async (revision) => {
      const { store } = await open();
      await store.save(someCase(), 0);
      await store.save(someCase({ turn: 4 }), 1);
      expect(await store.save(someCase({ turn: 5 }), revision)).toBe("conflict");
      expect(await store.load("terminal:1")).toEqual({ case: someCase({ turn: 4 }), revision: 2 });
    });

    it("refuses to update a case that was never saved", async () => {
      const { store } = await open();
      expect(await store.save(someCase(), 1)).toBe("conflict");
      expect(await store.load("terminal:1")).toBeUndefined();
    });

    it.each([2, 10])("lets exactly one of %d racing writers win", async (writers) => {
      const { store } = await open();
      await store.save(someCase({ turn: 0 }), 0);
      const outcomes = await Promise.all(
        Array.from({ length: writers }, (_, index) => store.save(someCase({ turn: index + 1 }), 1)),
      );
      const winners = outcomes.flatMap((outcome, index) =>
        outcome === "saved" ? [index + 1] : [],
      );
      expect(winners).toHaveLength(1);
      expect((await store.load("terminal:1"))?.case.turn).toBe(winners[0]);
    });

    it("keeps cases apart", async () => {
      const { store } = await open();
      const ids = Array.from({ length: 20 }, (_, index) => `terminal:${index}`);
      await Promise.all(ids.map((id, turn) => store.save(someCase({ id, turn }), 0)));
      for (const [turn, id] of ids.entries())
        expect(await store.load(id)).toEqual({ case: someCase({ id, turn }), revision: 1 });
    });

    it("takes ids of any characters, each its own", async () => {
      const { store } = await open();
      for (const id of AWKWARD_IDS) expect(await store.save(someCase({ id }), 0)).toBe("saved");
      for (const id of AWKWARD_IDS) expect((await store.load(id))?.case.id).toBe(id);
    });

    it("forgets an erased case, which then starts again at revision 0", async () => {
      const { store } = await open();
      await store.save(someCase(), 0);
      await store.save(someCase(), 1);
      await store.erase("terminal:1");
      expect(await store.load("terminal:1")).toBeUndefined();
      expect(await store.save(someCase(), 2)).toBe("conflict");
      expect(await store.save(someCase(), 0)).toBe("saved");
      expect((await store.load("terminal:1"))?.revision).toBe(1);
    });

    it("erases only the case it was asked to, and also one that never was", async () => {
      const { store } = await open();
      await store.save(someCase(), 0);
      await store.erase("terminal:2");
      expect((await store.load("terminal:1"))?.revision).toBe(1);
    });

    it("erases an unchanged case, and only that", async () => {
      const { store } = await open();
      await store.save(someCase(), 0);
      await store.save(someCase({ turn: 4 }), 1);
      for (const revision of [0, 1, 3])
        expect(await store.eraseUnchanged("terminal:1", revision)).toBe("conflict");
      expect((await store.load("terminal:1"))?.revision).toBe(2);
      expect(await store.eraseUnchanged("terminal:1", 2)).toBe("erased");
      expect(await store.load("terminal:1")).toBeUndefined();
      expect(await store.eraseUnchanged("terminal:1", 2)).toBe("conflict");
    });

    it("tells the cases last saved before a moment, and when that was", async () => {
      const { store, turnClock } = await open();
      for (const [id, ms] of [
        ["terminal:1", 1_000],
        ["terminal:2", 2_000],
        ["terminal:3", 3_000],
        ["terminal:4", 500],
      ] as const) {
        turnClock(ms);
        await store.save(someCase({ id }), 0);
      }
      turnClock(9_000);
      await store.save(someCase({ turn: 4 }), 1);
      await store.erase("terminal:4");
      const told = async (beforeMs: number) => {
        const found: (readonly [string, number])[] = [];
        for await (const { case: one, revision, changedMs } of store.unchangedSince(beforeMs)) {
          expect(await store.load(one.id)).toEqual({ case: one, revision });
          found.push([one.id, changedMs]);
        }
        return found.toSorted(([, a], [, b]) => a - b);
      };
      expect(await told(2_000)).toEqual([]);
      expect(await told(2_001)).toEqual([["terminal:2", 2_000]]);
      expect(await told(9_000)).toEqual([
        ["terminal:2", 2_000],
        ["terminal:3", 3_000],
      ]);
      expect(await told(9_001)).toHaveLength(3);
    });

    const invalid: readonly (readonly [string, Partial<Record<keyof Case, unknown>>])[] = [
      ["of another format", { format: 2 }],
      ["with a field nobody knows", { surprise: true } as object],
      ["with a bundle that is no hash", { bundle: "latest" }],
      ["with a broken turn", { turn: -1 }],
      ["with an empty id", { id: "" }],
    ];
    it.each(invalid)("throws at a case %s and keeps the old one", async (_, change) => {
      const { store } = await open();
      await store.save(someCase(), 0);
      const broken = { ...someCase(), ...change } as Case;
      await expect(store.save(broken, 1)).rejects.toThrow("breaks its schema");
      expect(await store.load("terminal:1")).toEqual({ case: someCase(), revision: 1 });
    });

    it.each([-1, 0.5, Number.NaN])("throws at %d, which is no revision", async (revision) => {
      const { store } = await open();
      await expect(store.save(someCase(), revision)).rejects.toThrow("revision");
    });

    it("never quotes the person's words when it refuses a case", async () => {
      const { store } = await open();
      const narrative = "不能外传".repeat(2_000);
      const refusal = await store.save(someCase({ narrative }), 0).catch(String);
      expect(refusal).toContain("narrative");
      expect(refusal).not.toContain("不能外传");
    });

    it("shares no value with its callers", async () => {
      const { store } = await open();
      const mine = someCase();
      const saving = store.save(mine, 0);
      mine.answers.length = 0;
      await saving;
      mine.seen = " changed-after-saving";
      const loaded = await store.load("terminal:1");
      loaded?.case.answers.push(...someCase().answers);
      expect((await store.load("terminal:1"))?.case).toEqual(someCase());
    });

    it("rejects when the medium fails, and keeps the old case", async () => {
      const { store, breakMedium, mendMedium } = await open();
      await store.save(someCase(), 0);
      breakMedium();
      await expect(store.save(someCase({ turn: 9 }), 1)).rejects.toThrow();
      expect(await store.load("terminal:1")).toEqual({ case: someCase(), revision: 1 });
      mendMedium();
      expect(await store.save(someCase({ turn: 9 }), 1)).toBe("saved");
    });
  });
}
