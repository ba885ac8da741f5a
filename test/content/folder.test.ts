import { cp, mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { bundleOf, hashOf, loadBundle } from "../../src/content/bundle.ts";
import { FILES_MAX, readFolder } from "../../src/content/folder.ts";
import { SEED } from "../support/builders.ts";
import { edited } from "../support/edited-content.ts";
import { shippedTexts } from "../support/shipped.ts";

const texts = await shippedTexts();
const root = new URL("../../", import.meta.url).pathname;
const scratch = await mkdtemp(join(tmpdir(), "distinguo-content-"));
let folder = "";
let made = 0;

describe("a content folder", () => {
  beforeEach(async () => {
    made += 1;
    folder = join(scratch, String(made));
    for (const top of ["data", "prompts"])
      await cp(join(root, top), join(folder, top), { recursive: true });
  });
  afterAll(async () => {
    await rm(scratch, { recursive: true });
  });

  it("gives the same bundle wherever it lies", async () => {
    const [here, there] = [bundleOf(texts), await loadBundle(folder)];
    expect(there.ok && here.ok && there.value.bundle === here.value.bundle).toBe(true);
  });

  it("is read without what is not YAML", async () => {
    await writeFile(join(folder, "data/policy/facts.yaml~"), "left over by an editor");
    await writeFile(join(folder, "prompts/README.md"), "for people");
    const read = await readFolder(folder);
    expect(read.ok && [...read.value.keys()].toSorted()).toEqual([...texts.keys()].toSorted());
  });

  it("that is not there is a problem with a place, not a crash", async () => {
    const bundle = await loadBundle(join(scratch, "nowhere"));
    const at = (top: string) => ({ file: join(scratch, "nowhere", top), line: 1, column: 1 });
    expect(bundle).toMatchObject({
      error: [
        { code: "folder/unreadable", at: at("data") },
        { code: "folder/unreadable", at: at("prompts") },
      ],
    });
  });

  it("with a file where a folder should be is a problem with a place", async () => {
    await rm(join(folder, "prompts"), { recursive: true });
    await writeFile(join(folder, "prompts"), "");
    const at = { file: join(folder, "prompts"), line: 1, column: 1 };
    expect(await loadBundle(folder)).toMatchObject({ error: [{ code: "folder/unreadable", at }] });
  });

  it("with a file of a thousand megabytes is refused without reading it", async () => {
    const file = join(folder, "data/policy/facts.yaml");
    await truncate(file, 1_000_000_000);
    const at = { file, line: 1, column: 1 };
    expect(await readFolder(folder)).toMatchObject({ error: [{ code: "folder/too-long", at }] });
  });

  it("with text in another encoding is refused, since its characters would come out wrong", async () => {
    const file = join(folder, "prompts/zh-CN/questions.yaml");
    await writeFile(file, Buffer.from("questions: {a: {ask: \xc4\xe3}}\n", "latin1"));
    const at = { file, line: 1, column: 1 };
    expect(await loadBundle(folder)).toMatchObject({ error: [{ code: "folder/not-utf8", at }] });
  });

  it("with far too many files is refused", async () => {
    await mkdir(join(folder, "data/many"));
    for (let i = 0; i < FILES_MAX; i++) await writeFile(join(folder, `data/many/${i}.yaml`), "");
    expect(await readFolder(folder)).toMatchObject({ error: [{ code: "folder/too-many" }] });
  });
});

const harmless = [
  ["a remark", "data/policy/facts.yaml", /^/, "# a remark\n"],
  ["a sentence put better", "prompts/zh-CN/questions.yaml", /(?<=ask: .{4})/, "，"],
  ["Windows line ends", "data/policy/rules/1-gate.yaml", /\n/, "\r\n"],
  ["a byte order mark", "data/policy/lines.yaml", /^/, "\uFEFF"],
  [
    "a rung by the fact behind its tier",
    "data/policy/lines.yaml",
    "when: {tier: [clarify, no_liability]}",
    "when: {any: [{tier: [no_liability]}, {fact: allegation_unfounded, is: yes}]}",
  ],
  ["yes in quotes", "data/policy/rules/1-gate.yaml", "is: yes", 'is: "yes"'],
] as const;

describe("edits that do no harm", () => {
  it("pass, all of them together", () => {
    const changed = edited(texts, ...harmless.map(([, file, from, to]) => ({ file, from, to })));
    const bundle = bundleOf(changed);
    expect(bundle).toMatchObject({ ok: true, value: { bundle: hashOf(changed) } });
  });

  it.each(harmless)("change the name of the bundle: %s", (_, file, from, to) => {
    expect(hashOf(edited(texts, { file, from, to }))).not.toBe(hashOf(texts));
  });
});

describe("the name of a bundle", () => {
  it("is a SHA-256 of paths and bytes, whatever the order they come in", () => {
    expect(hashOf(texts)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOf(new Map([...texts].toReversed()))).toBe(hashOf(texts));
    expect(hashOf(new Map())).not.toBe(hashOf(new Map([["", ""]])));
  });

  it("is equal exactly where all paths and texts are", () => {
    const path = fc.constantFrom("a", "b", "a\0", "data/a.yaml");
    const text = fc.constantFrom("", "x", "x\n", "\0", "是", "b\u00001\u0000x");
    const folders = fc.uniqueArray(fc.tuple(path, text), { selector: ([file]) => file });
    const plain = (entries: [string, string][]) =>
      JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
    fc.assert(
      fc.property(folders, folders, (one, other) => {
        const same = plain(one) === plain(other);
        expect(hashOf(new Map(one)) === hashOf(new Map(other))).toBe(same);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });
});
