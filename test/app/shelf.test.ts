import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { folderArchive, memoryArchive } from "../../src/app/archive.ts";
import { openShelf, type LiveShelf } from "../../src/app/shelf.ts";
import { watchContent } from "../../src/app/watch.ts";
import { bundleOf, loadBundle, type Bundle } from "../../src/content/bundle.ts";
import { describe as inOneLine } from "../../src/content/describe.ts";
import type { Texts } from "../../src/content/folder.ts";
import type { Log } from "../../src/ports.ts";
import { quiet, roomWith, textOf } from "../docs/talk.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const WORDS = "prompts/zh-CN/dialogue.yaml";
const OLD = "今天想问哪一类？";
const NEW = "今天想说哪一类？";
const WAIT_MS = 10_000;

let shipped: Bundle;
let changed: Bundle;
beforeAll(async () => {
  const loaded = await loadBundle(ROOT);
  shipped = checked(loaded);
  changed = checked(bundleOf(withWords(shipped.texts, NEW)));
});

function checked(read: Awaited<ReturnType<typeof loadBundle>>): Bundle {
  if (!read.ok) throw new Error(read.error.map(inOneLine).join("\n"));
  return read.value;
}

function withWords(texts: Texts, words: string): Texts {
  return new Map(texts).set(WORDS, (texts.get(WORDS) ?? "").replace(OLD, words));
}

/** Event names with the problem they name, as they were logged. */
function listening(): Log & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const note: Log["info"] = (event, { problem } = {}) => {
    lines.push(problem === undefined ? event : `${event} ${problem}`);
  };
  return { info: note, error: note, lines };
}

const broken = {
  ok: false,
  error: [{ code: "yaml/bad", message: "no", at: { file: WORDS, line: 3, column: 7 } }],
} as const;

describe("the shelf", () => {
  let log: ReturnType<typeof listening>;
  let shelf: LiveShelf;
  beforeEach(async () => {
    log = listening();
    shelf = await openShelf(shipped, memoryArchive(), log);
  });

  it("takes a changed bundle up and still knows the one before", async () => {
    expect(await shelf.offer({ ok: true, value: changed })).toBe("taken");
    expect(shelf.current().bundle).toBe(changed.bundle);
    expect((await shelf.byHash(shipped.bundle))?.bundle).toBe(shipped.bundle);
  });

  it("leaves everything as it is when nothing changed", async () => {
    expect(await shelf.offer({ ok: true, value: shipped })).toBe("unchanged");
    expect(log.lines).toEqual([]);
  });

  it("refuses content at fault, says where, and goes on with the old", async () => {
    expect(await shelf.offer(broken)).toBe("refused");
    expect(shelf.current().bundle).toBe(shipped.bundle);
    expect(log.lines).toEqual([`content/refused ${WORDS}:3:7 yaml/bad no`]);
  });

  it("knows no bundle that it never held", async () => {
    expect(await shelf.byHash(changed.bundle)).toBeUndefined();
  });
});

describe("a consultation when the content changes", () => {
  it("keeps the version it began with, while whoever comes next gets the new one", async () => {
    const { shelf, store, person } = await roomWith(shipped);
    const early = person("test:early");
    for (const line of ["你好", "知道了，开始", "事情已经发生"]) await early.say(line);
    await shelf.offer({ ok: true, value: changed });
    expect(textOf(await early.say("返回"))).toContain(OLD);
    expect((await store.load("test:early"))?.case.bundle).toBe(shipped.bundle);

    const late = person("test:late");
    await late.say("你好");
    expect(textOf(await late.say("知道了，开始"))).toContain(NEW);
    expect((await store.load("test:late"))?.case.bundle).toBe(changed.bundle);
  });

  it("takes the new version where no purpose was chosen yet", async () => {
    const { shelf, store, person } = await roomWith(shipped);
    const somebody = person("test:undecided");
    await somebody.say("你好");
    await shelf.offer({ ok: true, value: changed });
    expect(textOf(await somebody.say("知道了，开始"))).toContain(NEW);
    expect((await store.load("test:undecided"))?.case.bundle).toBe(changed.bundle);
  });

  it("takes the new version when it starts over", async () => {
    const { shelf, person } = await roomWith(shipped);
    const somebody = person("test:again");
    for (const line of ["你好", "知道了，开始", "事情已经发生"]) await somebody.say(line);
    await shelf.offer({ ok: true, value: changed });
    await somebody.say("重新开始");
    expect(textOf(await somebody.say("知道了，开始"))).toContain(NEW);
  });
});

describe("bundles in the data folder", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "distinguo-bundles-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("are found again after a restart with newer content", async () => {
    await openShelf(shipped, folderArchive(folder), quiet);
    const restarted = await openShelf(changed, folderArchive(folder), quiet);
    const found = await restarted.byHash(shipped.bundle);
    expect(found?.bundle).toBe(shipped.bundle);
    expect(found?.words["zh-CN"].said.purpose).toBe(OLD);
  });

  it("are not used once they were altered", async () => {
    await openShelf(shipped, folderArchive(folder), quiet);
    const file = join(folder, "bundles", `${shipped.bundle}.json`);
    await writeFile(file, (await readFile(file, "utf8")).replace(OLD, NEW));
    const restarted = await openShelf(changed, folderArchive(folder), quiet);
    expect(await restarted.byHash(shipped.bundle)).toBeUndefined();
  });
});

describe("a watched folder", () => {
  it("is taken up when it passes, refused when it does not, and taken up again once it is mended", async () => {
    const root = await mkdtemp(join(tmpdir(), "distinguo-watched-"));
    onTestFinished(() => rm(root, { recursive: true, force: true }));
    for (const part of ["data", "prompts"])
      await cp(join(ROOT, part), join(root, part), { recursive: true });
    const log = listening();
    const shelf = await openShelf(checked(await loadBundle(root)), memoryArchive(), log);
    const watching = await watchContent(root, shelf);
    onTestFinished(() => watching.stop());
    const file = join(root, WORDS);
    const text = await readFile(file, "utf8");
    const said = () => shelf.current().words["zh-CN"].said.purpose;

    await writeFile(file, text.replace(OLD, NEW));
    await vi.waitFor(() => expect(said()).toBe(NEW), WAIT_MS);

    const tooLong = `  consent: ${"长".repeat(31)}`;
    await writeFile(file, text.replace(/^ {2}consent: .+$/m, tooLong));
    const line = text.split("\n").findIndex((one) => one.startsWith("  consent: ")) + 1;
    await vi.waitFor(() => {
      const refusal = `content/refused ${WORDS}:${line}:12 schema/too-big`;
      expect(log.lines).toContainEqual(expect.stringContaining(refusal));
    }, WAIT_MS);
    expect(said()).toBe(NEW);

    await writeFile(file, text);
    await vi.waitFor(() => expect(said()).toBe(OLD), WAIT_MS);
  });
});
