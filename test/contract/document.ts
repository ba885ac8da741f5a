/** What every SmallDocument promises; each driver runs it with a medium that can be broken. */
import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { SmallDocument } from "../../src/ports.ts";

export const Tally = z.strictObject({ count: z.int().min(0), names: z.array(z.string()) });
export type Tally = z.infer<typeof Tally>;
export const NO_TALLY: Tally = { count: 0, names: [] };

export interface DocumentUnderTest {
  /** The same document, as another part of the program opens it. */
  readonly open: () => SmallDocument<Tally>;
  /** From now on the medium refuses every write, until `mend`. */
  readonly breakMedium: () => void;
  readonly mendMedium: () => void;
}

const upByOne = (now: Tally) => ({
  next: { ...now, count: now.count + 1 },
  answer: now.count + 1,
});

/** Runs the contract with a fresh document for every test. */
export function documentContract(name: string, begin: () => Promise<DocumentUnderTest>): void {
  describe(`${name}: the contract of a small document`, () => {
    it("is the empty one at first", async () => {
      const { open } = await begin();
      expect(await open().read()).toEqual(NO_TALLY);
    });

    it("is what was stored, for whoever opens it", async () => {
      const { open } = await begin();
      expect(await open().change(upByOne)).toBe(1);
      expect(await open().read()).toEqual({ count: 1, names: [] });
    });

    it("answers what the change answers, also where nothing was changed", async () => {
      const { open } = await begin();
      expect(await open().change((now) => ({ next: now, answer: "as it was" }))).toBe("as it was");
      expect(await open().read()).toEqual(NO_TALLY);
    });

    it.each([2, 12])("loses none of the changes that %d writers make at once", async (count) => {
      const { open } = await begin();
      const writers = Array.from({ length: count }, () => open());
      const answers = await Promise.all(writers.map((writer) => writer.change(upByOne)));
      expect(new Set(answers).size).toBe(count);
      expect(await open().read()).toMatchObject({ count });
    });

    it("lets one of those win who each want to be the first", async () => {
      const { open } = await begin();
      const wins = (mine: string) =>
        open().change((now) =>
          now.names.length > 0
            ? { next: now, answer: false }
            : { next: { ...now, names: [mine] }, answer: true },
        );
      const won = await Promise.all(["a", "b", "c", "d"].map(wins));
      expect(won.filter(Boolean)).toHaveLength(1);
    });

    it("keeps what was stored when a change breaks the schema or throws", async () => {
      const { open } = await begin();
      await open().change(upByOne);
      const breaking = open().change((now) => ({ next: { ...now, count: -1 }, answer: 0 }));
      await expect(breaking).rejects.toThrow();
      const throwing = open().change(() => {
        throw new Error("changed my mind");
      });
      await expect(throwing).rejects.toThrow("changed my mind");
      expect(await open().read()).toMatchObject({ count: 1 });
      expect(await open().change(upByOne)).toBe(2);
    });

    it("keeps what was stored when the medium refuses, and goes on when it is mended", async () => {
      const { open, breakMedium, mendMedium } = await begin();
      await open().change(upByOne);
      breakMedium();
      await expect(open().change(upByOne)).rejects.toThrow();
      expect(await open().read()).toMatchObject({ count: 1 });
      mendMedium();
      expect(await open().change(upByOne)).toBe(2);
    });

    it("shares no value with those who read it", async () => {
      const { open } = await begin();
      await open().change((now) => ({ next: { ...now, names: ["a"] }, answer: undefined }));
      (await open().read()).names.push("b");
      expect((await open().read()).names).toEqual(["a"]);
    });

    it("gives back any text as it was", async () => {
      const { open } = await begin();
      const names = ["张三", "\u{1F600}\u0000\n", "__proto__", "\u202e", "<b>", "e\u0301"];
      await open().change((now) => ({ next: { ...now, names }, answer: undefined }));
      expect((await open().read()).names).toEqual(names);
    });
  });
}
