import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { memoryArchive } from "../../src/app/archive.ts";
import { conversations } from "../../src/app/conversations.ts";
import { receipts } from "../../src/app/receipts.ts";
import { openShelf } from "../../src/app/shelf.ts";
import type { CaseStore, ReceiptChain } from "../../src/ports.ts";
import { memoryChain } from "../../src/stores/memory-chain.ts";
import { memoryStore } from "../../src/stores/memory-store.ts";
import { chainFolder, folderChain } from "../../src/stores/receipt-chain.ts";
import { runHere } from "../support/command.ts";
import { bundle, LANGUAGES, silent, talk, type Scene } from "../support/dialogue-scene.ts";
import { allKnown, answerAll, toQuestions } from "../support/dialogue-ways.ts";
import { MORNING_MS, SEED } from "./chains.ts";

const clock = { nowMs: () => MORNING_MS };

/** A talk over this chain, with everything answered and the verdict one button away. */
async function summed(
  chain: ReceiptChain,
  language: (typeof LANGUAGES)[number] = "zh-CN",
  store: CaseStore = memoryStore(),
): Promise<Scene> {
  const shelf = await openShelf(bundle, memoryArchive(), silent);
  const given = receipts(chain, randomBytes);
  const talks = conversations({ store, shelf, log: silent, receipts: given });
  const scene = await talk({ language, store, talks });
  await scene.opens();
  return answerAll(await toQuestions(scene, "mistake"), allKnown());
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "distinguo-receipts-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** A chain that counts what is appended. */
function counted(): { readonly chain: ReceiptChain; readonly appended: string[] } {
  const inner = memoryChain(SEED, clock);
  const appended: string[] = [];
  const append = (commitment: string) => {
    appended.push(commitment);
    return inner.append(commitment);
  };
  return { chain: { append }, appended };
}

const copyIn = (scene: Scene): string =>
  scene.last.find(({ file }) => file !== undefined)?.file?.text ?? "";

async function takesCopy(scene: Scene, format: "text" | "json"): Promise<string> {
  await scene.does("copy");
  await scene.does("keep_copy", format);
  return copyIn(scene);
}

describe("a verdict's receipt", () => {
  it.each(LANGUAGES)(
    "is in the copy, verifies, and after everything is deleted the chain still does (%s)",
    async (language) => {
      const data = await newFolder();
      const chain = await folderChain(data, { seed: SEED, clock, log: silent });
      const scene = await summed(chain, language);
      await scene.does("confirm");
      const file = join(data, "copy.json");
      await writeFile(file, await takesCopy(scene, "json"));
      const verified = await runHere(["verify", file, "--data", data, "--json"]);
      expect(verified).toMatchObject({ code: 0, err: "" });
      expect(JSON.parse(verified.out)).toMatchObject({
        ok: true,
        receipt: { index: 0, presumed: scene.verdict.presumed, bundle: bundle.bundle },
        chain: { entries: 1, heads: 1, signed: 1 },
      });
      await scene.says("/forget");
      await scene.does("erased");
      expect(scene.stored).toBe(false);
      expect((await runHere(["verify", "--data", data])).code).toBe(0);
      // What was given out stays true; what was kept is gone.
      expect((await runHere(["verify", file, "--data", data])).code).toBe(0);
    },
  );

  it("leaves in the chain nothing that was said, nobody's name and no time", async () => {
    const data = await newFolder();
    const scene = await summed(await folderChain(data, { seed: SEED, clock, log: silent }));
    await scene.does("confirm");
    const { receipt, id } = scene.case;
    const held = await Promise.all(
      (await readdir(chainFolder(data))).map((name) =>
        readFile(join(chainFolder(data), name), "utf8"),
      ),
    );
    const text = held.join("");
    for (const secret of [receipt?.salt ?? "?", id, scene.verdict.presumed, "meeting", "T0", "Z"])
      expect(text.replaceAll(/"[A-Za-z0-9_-]{43,}"/g, ""), secret).not.toContain(secret);
    expect(text).not.toContain(receipt?.salt);
  });

  it("is small in the case", async () => {
    const scene = await summed(memoryChain(SEED, clock));
    await scene.does("confirm");
    expect(JSON.stringify(scene.case.receipt).length).toBeLessThan(350);
  });

  it("is named in the text, with its entry", async () => {
    const lines: string[] = [];
    const scene = await summed(memoryChain(SEED, clock, lines));
    await scene.does("confirm");
    const { hash } = JSON.parse(lines[0] ?? "") as { hash: string };
    expect(await takesCopy(scene, "text")).toContain(hash);
  });

  it("is made once, however often the verdict is looked at", async () => {
    const { chain, appended } = counted();
    const scene = await summed(chain);
    expect(appended).toHaveLength(0);
    await scene.does("confirm");
    const { receipt } = scene.case;
    for (const way of ["steps", "result", "copy", "result", "close", "result", "basis"])
      await scene.does(way);
    await scene.opens();
    expect(appended).toHaveLength(1);
    expect(scene.case.receipt).toEqual(receipt);
  });

  it("is made anew when an answer was changed, and the copy holds the new one", async () => {
    const { chain, appended } = counted();
    const scene = await summed(chain);
    await scene.does("confirm");
    await scene.does("correct");
    await scene.does("pick", "loss");
    await answerAll(scene, allKnown({ loss: "major" }));
    expect(appended).toHaveLength(1);
    await scene.does("confirm");
    expect(appended).toHaveLength(2);
    expect(appended[1]).not.toBe(appended[0]);
    expect(JSON.parse(await takesCopy(scene, "json"))).toMatchObject({
      receipt: { entry: { index: 1, commitment: appended[1] } },
    });
  });

  it("goes with everything else when the talk is begun anew", async () => {
    const scene = await summed(memoryChain(SEED, clock));
    await scene.does("confirm");
    await scene.says("/restart");
    expect(scene.case.receipt).toBeUndefined();
  });
});

describe("a verdict whose commitment cannot be written", () => {
  it("is not spoken, and is when the turn is offered again", async () => {
    const inner = memoryChain(SEED, clock);
    let full = true;
    const append = async (commitment: string) => {
      if (full) throw new Error("no room");
      return inner.append(commitment);
    };
    const scene = await summed({ append });
    const { turn } = scene.case;
    await expect(scene.does("confirm")).rejects.toThrow("no room");
    expect(scene.case).toMatchObject({ turn, state: "summary" });
    full = false;
    await scene.does("confirm");
    expect(scene.state).toBe("verdict");
  });

  it("leaves one entry only when another writer wins the first time", async () => {
    const { chain, appended } = counted();
    const inner = memoryStore();
    let losing = false;
    const store: CaseStore = {
      ...inner,
      save: async (next, revision) => {
        const lost = losing && next.state === "verdict";
        losing = false;
        return lost ? "conflict" : inner.save(next, revision);
      },
    };
    const scene = await summed(chain, "zh-CN", store);
    losing = true;
    await scene.does("confirm");
    expect(scene.state).toBe("verdict");
    expect(appended).toHaveLength(1);
  });
});
