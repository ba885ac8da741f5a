import { cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { folderArchive } from "../../src/app/archive.ts";
import { bundleOf, type Bundle } from "../../src/content/bundle.ts";
import type { Account } from "../../src/policy/account.ts";
import { contentOf } from "../../src/receipts/content.ts";
import { commitmentOf } from "../../src/receipts/hashing.ts";
import { receiptOf } from "../../src/receipts/receipt.ts";
import type { Receipt } from "../../src/receipts/schema.ts";
import { chainFolder, folderChain } from "../../src/stores/receipt-chain.ts";
import { run, runHere, STACK } from "../support/command.ts";
import { bundle, silent } from "../support/dialogue-scene.ts";
import { allKnown } from "../support/dialogue-ways.ts";
import { edited } from "../support/edited-content.ts";
import { MORNING_MS, SEED, signer, someCommitment, there } from "./chains.ts";
import { forgedReceipt, SALT } from "./scene.ts";

const folder = await mkdtemp(join(tmpdir(), "distinguo-verify-"));
afterAll(() => rm(folder, { recursive: true }));

const clock = { nowMs: () => MORNING_MS };
const ACCOUNT: Account = { facts: allKnown(), unsure: [] };
const ENTRIES = 70;
const OTHER_SEED = Buffer.alloc(32, 9);
const FIRST = "0000000000.jsonl";

/** A data folder with a chain, and the receipt of an entry in its midst. */
async function given(name: string, content: Bundle, seed = SEED) {
  const data = join(folder, name);
  const chain = await folderChain(data, { seed, clock, log: silent });
  for (let index = 0; index < 5; index += 1) await chain.append(someCommitment(index));
  const made = contentOf(content.compiled(null), ACCOUNT, content.bundle);
  const place = await chain.append(commitmentOf(SALT, made));
  for (let index = 6; index < ENTRIES; index += 1) await chain.append(someCommitment(index));
  return { data, receipt: there(receiptOf({ salt: SALT, ...place }, made)) };
}

async function fileOf(receipt: unknown, name = "receipt.json"): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, typeof receipt === "string" ? receipt : JSON.stringify(receipt));
  return file;
}

const { data, receipt } = await given("data", bundle);
const file = await fileOf(receipt);
/** Sealed anew by somebody else, so that only replaying shows what is wrong. */
const sealed = (change: Partial<Receipt["content"]>) =>
  forgedReceipt({ ...receipt.content, ...change });

/** A copy of the data folder with its chain changed. */
async function touched(name: string, change: (lines: string[]) => readonly string[]) {
  const copy = join(folder, name);
  await cp(data, copy, { recursive: true });
  const at = join(chainFolder(copy), FIRST);
  const lines = (await readFile(at, "utf8")).split("\n").slice(0, -1);
  await writeFile(
    at,
    change(lines)
      .map((line) => `${line}\n`)
      .join(""),
  );
  return copy;
}

describe("verify", () => {
  it.each([
    ["a receipt alone", [file], true, false],
    ["a receipt and the data folder", [file, "--data", data], true, true],
    ["a receipt and a chain", [file, "--chain", chainFolder(data)], true, true],
    ["a data folder", ["--data", data], false, true],
    ["a chain", ["--chain", chainFolder(data)], false, true],
  ] as const)("finds nothing wrong with %s", async (_, args, hasReceipt, hasChain) => {
    const plain = await runHere(["verify", ...args]);
    expect(plain).toMatchObject({ code: 0, err: "" });
    expect(plain.out.includes(receipt.entry.hash)).toBe(hasReceipt);
    expect(plain.out.includes(`${ENTRIES} entries`)).toBe(hasChain);
    expect(plain.out).toContain(receipt.head.key);
    const { code, out } = await runHere(["verify", ...args, "--json"]);
    expect({ code, said: JSON.parse(out) as unknown }).toMatchObject({
      code: 0,
      said: {
        ok: true,
        receipt: hasReceipt ? { index: 5, key: receipt.head.key } : null,
        chain: hasChain ? { entries: ENTRIES, heads: 2, signed: 64 } : null,
      },
    });
  });

  it("replays under a version of long ago, which the data folder keeps", async () => {
    const texts = edited(bundle.texts, {
      file: "prompts/en/dialogue.yaml",
      from: "record of a consultation",
      to: "what was said in a consultation",
    });
    const old = bundleOf(texts);
    if (!old.ok) throw new Error("the edited content is refused");
    const earlier = await given("earlier", old.value);
    const own = await fileOf(earlier.receipt, "earlier.json");
    const without = await runHere(["verify", own, "--data", earlier.data]);
    expect(without.code).toBe(1);
    expect(without.err).toMatch(/receipt\/version/);
    await folderArchive(earlier.data).put(old.value);
    expect(await runHere(["verify", own, "--data", earlier.data])).toMatchObject({ code: 0 });
    expect((await runHere(["verify", own])).code).toBe(1);
  });

  const wrong: readonly (readonly [string, (lines: string[]) => readonly string[], string])[] = [
    ["an entry taken out", (lines) => lines.toSpliced(20, 1), "chain/order"],
    [
      "two in each other's place",
      (lines) => lines.toSpliced(20, 2, there(lines[21]), there(lines[20])),
      "chain/order",
    ],
    [
      "a commitment altered",
      (lines) => lines.with(9, there(lines[9]).replace(someCommitment(8), someCommitment(9))),
      "chain/hash",
    ],
    ["a signed head taken out", (lines) => lines.toSpliced(1, 1), "chain/link"],
    ["a line that is none", (lines) => [...lines, "null"], "chain/line"],
    ["its end cut off, before the receipt's entry", (lines) => lines.slice(0, 4), "chain/cut"],
  ];
  it.each(wrong)("finds in a chain %s", async (name, change, code) => {
    // Replaying takes its time; only the cut needs a receipt to be seen.
    const own = code === "chain/cut" ? [file] : [];
    const args = ["verify", ...own, "--data", await touched(name, change)];
    const ran = await runHere(args);
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toContain(`${code} `);
    expect(ran.err).not.toMatch(STACK);
    const { out } = await runHere([...args, "--json"]);
    expect(JSON.parse(out)).toMatchObject({ ok: false });
  });

  it("finds a chain with another receipt's entry, and one of another key", async () => {
    const other = await given("other", bundle, OTHER_SEED);
    const ran = await runHere(["verify", file, "--data", other.data]);
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/chain\/other/);
  });

  it("finds a torn end", async () => {
    const copy = await touched("torn", (lines) => lines);
    await truncate(join(chainFolder(copy), FIRST), 1_000);
    const ran = await runHere(["verify", "--data", copy]);
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(new RegExp(`^${FIRST}:\\d+:1 chain/torn .*\\n$`));
  });

  const handed: readonly (readonly [string, (good: Receipt) => unknown, string])[] = [
    ["that is no JSON", () => "{", "receipt/syntax"],
    ["that is none", () => ({ content: 1 }), "receipt/form"],
    [
      "with another verdict",
      (good) => ({ ...good, content: { ...good.content, unsure: ["loss"] } }),
      "receipt/broken",
    ],
    ["that is very long", () => " ".repeat(1_000_001), "input/too-long"],
    ["whose version nobody has", () => sealed({ bundle: "a".repeat(64) }), "receipt/version"],
    [
      "whose verdict is another on these facts",
      () => sealed({ facts: { crime_suspected: "yes" } }),
      "receipt/replay",
    ],
  ];
  it.each(handed)("refuses a receipt %s, in one line", async (_, make, code) => {
    const bad = await fileOf(make(receipt), "bad.json");
    const ran = await runHere(["verify", bad]);
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err.startsWith(`${bad}:1:1 ${code} `)).toBe(true);
    expect(ran.err.match(/\n/g)).toHaveLength(1);
  });

  const pinned = (key: string) => ["verify", file, "--data", data, "--key", key];

  it("says whether the key was compared with one that is known", async () => {
    const ran = await runHere(pinned(signer.key));
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toContain("the key is the one that was given");
    const json = await runHere([...pinned(signer.key), "--json"]);
    expect(JSON.parse(json.out)).toMatchObject({ ok: true, key: "as expected" });
    const without = await runHere(["verify", file, "--data", data]);
    expect(without.out).toContain("whose key that is was not checked");
  });

  it("finds a receipt and a chain that somebody signed all over again, once their key is known", async () => {
    const again = await given("signed-anew", bundle, OTHER_SEED);
    const own = await fileOf(again.receipt, "signed-anew.json");
    const args = ["verify", own, "--data", again.data];
    // All of it fits together: only whoever knows the key can tell.
    expect(await runHere(args)).toMatchObject({ code: 0, err: "" });
    const ran = await runHere([...args, "--key", signer.key]);
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toMatch(/receipt\/key .*another key/);
    expect(ran.err).toMatch(/:2:1 chain\/key /);
    const chain = await runHere(["verify", "--data", again.data, "--key", signer.key]);
    expect(chain.err).toMatch(/chain\/key /);
  });

  it("is misused without anything, with too much, or with options it has not", async () => {
    const short = signer.key.slice(1);
    for (const args of [[], [file, file], ["--chian", data], [file, "--key", short]]) {
      const ran = await runHere(["verify", ...args]);
      expect(ran).toMatchObject({ code: 2, out: "" });
      expect(ran.err).not.toMatch(STACK);
    }
  });

  it("says in one line which folder holds no chain", async () => {
    await mkdir(join(folder, "empty", "receipts"), { recursive: true });
    for (const name of ["nowhere", "empty"]) {
      const ran = await runHere(["verify", file, "--data", join(folder, name)]);
      expect(ran).toMatchObject({ code: 3, out: "" });
      expect(ran.err).toMatch(/^[^\n]*receipts[^\n]*\n$/);
    }
  });

  it("is what somebody types into a shell", async () => {
    const ran = await run(["verify", file, "--data", data]);
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toContain("replayed: the same");
  });
});
