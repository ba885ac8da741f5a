/** What every ReceiptChain promises; each driver runs it with a medium that can be broken and a day that can pass. */
import { describe, expect, it } from "vitest";
import type { ReceiptChain } from "../../src/ports.ts";
import { isEntry, linkOf } from "../../src/receipts/chain.ts";
import { entryHashOf } from "../../src/receipts/hashing.ts";
import { isSigned } from "../../src/receipts/heads.ts";
import type { Head, Place } from "../../src/receipts/schema.ts";
import type { ChainFile } from "../../src/receipts/verify-chain.ts";
import { checked, someCommitment } from "../receipts/chains.ts";

export interface ChainUnderTest {
  readonly chain: ReceiptChain;
  /** What the medium holds now. */
  readonly files: () => Promise<readonly ChainFile[]>;
  readonly nextDay: () => void;
  /** From now on the medium refuses every write, until `mend`. */
  readonly breakMedium: () => void;
  readonly mendMedium: () => void;
}

/** The head that a place comes to, for the commitment that was appended. */
export function headOf({ index, previous, day, key, signature }: Place, commitment: string): Head {
  return { index, hash: entryHashOf({ index, previous, commitment }), day, key, signature };
}

const commitmentsIn = (files: readonly ChainFile[]): readonly string[] =>
  files
    .flatMap(({ text }) => text.split("\n").slice(0, -1))
    .flatMap((line) => {
      const link = linkOf(line);
      return link !== undefined && isEntry(link) ? [link.commitment] : [];
    });

/** Runs the contract with a fresh, empty chain for every test. */
export function chainContract(name: string, open: () => Promise<ChainUnderTest>): void {
  describe(`${name}: the contract of a chain of receipts`, () => {
    it("holds nothing at first, and numbers what is appended from 0", async () => {
      const { chain, files } = await open();
      expect(commitmentsIn(await files())).toEqual([]);
      for (const index of [0, 1, 2])
        expect(await chain.append(someCommitment(index))).toMatchObject({ index });
      expect(commitmentsIn(await files())).toEqual([0, 1, 2].map(someCommitment));
    });

    it("gives each entry a signed head that the chain bears out", async () => {
      const { chain, files } = await open();
      for (const index of [0, 1, 2, 3]) {
        const head = headOf(await chain.append(someCommitment(index)), someCommitment(index));
        expect(isSigned(head)).toBe(true);
        expect(checked(await files(), head)).toMatchObject({ entries: index + 1, problems: [] });
      }
    });

    it("loses none and mixes up none of those that come at once", async () => {
      const { chain, files } = await open();
      const given = Array.from({ length: 600 }, (_, at) => someCommitment(at));
      const places = await Promise.all(given.map((commitment) => chain.append(commitment)));
      const held = await files();
      expect(new Set(places.map(({ index }) => index)).size).toBe(600);
      expect(places.map(({ index }) => commitmentsIn(held)[index])).toEqual(given);
      expect(checked(held)).toMatchObject({ entries: 600, problems: [] });
    });

    it("begins each day with a head", async () => {
      const { chain, files, nextDay } = await open();
      const days = [];
      for (const index of [0, 1, 2, 3]) {
        days.push((await chain.append(someCommitment(index))).day);
        if (index === 1) nextDay();
      }
      expect(days).toEqual(["2026-07-01", "2026-07-01", "2026-07-02", "2026-07-02"]);
      expect(checked(await files())).toMatchObject({ heads: 2, signed: 3, day: "2026-07-02" });
    });

    it("rejects when the medium fails, and goes on whole when it is mended", async () => {
      const { chain, files, breakMedium, mendMedium } = await open();
      await chain.append(someCommitment(0));
      breakMedium();
      const both = [chain.append(someCommitment(1)), chain.append(someCommitment(2))];
      for (const outcome of await Promise.allSettled(both)) expect(outcome.status).toBe("rejected");
      mendMedium();
      await chain.append(someCommitment(3));
      expect(commitmentsIn(await files())).toEqual([0, 3].map(someCommitment));
      expect(checked(await files()).problems).toEqual([]);
    });

    it("holds nothing but numbers, hashes, days, the key and signatures", async () => {
      const { chain, files } = await open();
      await chain.append(someCommitment(0));
      const keys = (await files())
        .flatMap(({ text }) => text.split("\n").slice(0, -1))
        .map((line) => Object.keys(JSON.parse(line) as object));
      expect(keys).toEqual([
        ["commitment", "hash", "index", "previous"],
        ["day", "hash", "index", "key", "signature"],
      ]);
    });
  });
}
