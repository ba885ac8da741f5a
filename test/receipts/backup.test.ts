/** Receipts and cases in one folder: what a backup, a deletion and a restore leave of both. */
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderArchive } from "../../src/app/archive.ts";
import { conversations } from "../../src/app/conversations.ts";
import { receipts } from "../../src/app/receipts.ts";
import { openShelf } from "../../src/app/shelf.ts";
import { signerOf } from "../../src/receipts/heads.ts";
import { backUp } from "../../src/stores/backup.ts";
import { lowdbStore } from "../../src/stores/lowdb-store.ts";
import { chainFolder, folderChain } from "../../src/stores/receipt-chain.ts";
import { restore } from "../../src/stores/restore.ts";
import { premises, quiet } from "../support/case-files.ts";
import type { Premises } from "../support/case-files.ts";
import { runHere } from "../support/command.ts";
import { bundle, talk } from "../support/dialogue-scene.ts";
import type { Scene } from "../support/dialogue-scene.ts";
import { allKnown, answerAll, toQuestions } from "../support/dialogue-ways.ts";
import { MORNING_MS, someCommitment } from "./chains.ts";

const clock = { nowMs: () => MORNING_MS };

/** The program over a data folder: cases, chain and versions of the content on the disk. */
async function office({ keyring }: Premises, data: string) {
  const seed = keyring.secretFor("receipt heads");
  const chain = await folderChain(data, { seed, clock, log: quiet });
  const store = await lowdbStore(data, { log: quiet, keyring });
  const shelf = await openShelf(bundle, folderArchive(data), quiet);
  const given = receipts(chain, randomBytes);
  const talks = conversations({ store, shelf, log: quiet, receipts: given });
  return { chain, store, talks, key: signerOf(seed).key };
}

type Office = Awaited<ReturnType<typeof office>>;

/** Somebody goes to the verdict and takes the copy as data; `file` holds it. */
async function consults({ store, talks }: Office, id: string, file: string): Promise<Scene> {
  const scene = await talk({ language: "zh-CN", store, talks, conversation: id });
  await scene.opens();
  await answerAll(await toQuestions(scene, "mistake"), allKnown());
  await scene.does("confirm");
  await scene.does("copy");
  await scene.does("keep_copy", "json");
  const copy = scene.last.find((reply) => reply.file !== undefined)?.file?.text ?? "";
  await writeFile(file, copy);
  return scene;
}

describe("a folder with cases and receipts", () => {
  it("after backup, deletion and restore still bears out every receipt, and keeps nobody who left", async () => {
    const at = await premises();
    const [stays, leaves] = [join(at.root, "stays.json"), join(at.root, "leaves.json")];
    const [saved, into] = [join(at.root, "saved"), join(at.root, "again")];
    const before = await office(at, at.data);
    await consults(before, "telegram:1", stays);
    const leaving = await consults(before, "telegram:2", leaves);
    await backUp(at.data, saved, MORNING_MS);
    await leaving.says("/forget");
    await leaving.does("erased");

    const counted = await restore({ from: saved, into, dataFolder: at.data, keyFile: at.keyFile });
    expect(counted).toMatchObject({ cases: 1, erased: 1, damaged: 0 });
    const after = await office(at, into);
    expect(after.key).toBe(before.key);
    expect(await after.store.load("telegram:2")).toBeUndefined();
    expect((await after.store.load("telegram:1"))?.case.receipt?.index).toBe(0);

    for (const file of [stays, leaves]) {
      const ran = await runHere(["verify", file, "--data", into, "--key", after.key, "--json"]);
      expect(ran).toMatchObject({ code: 0, err: "" });
      expect(JSON.parse(ran.out)).toMatchObject({ ok: true, chain: { entries: 2 } });
    }
    // The chain goes on where it stood.
    expect(await after.chain.append(someCommitment(2))).toMatchObject({ index: 2 });
    const chain = await runHere(["verify", "--chain", chainFolder(into), "--key", after.key]);
    expect(chain).toMatchObject({ code: 0, err: "" });
  });

  it("put back from an older copy misses what was given since, and a receipt tells so", async () => {
    const at = await premises();
    const [late, saved, into] = [
      join(at.root, "late.json"),
      join(at.root, "saved"),
      join(at.root, "again"),
    ];
    const before = await office(at, at.data);
    await before.chain.append(someCommitment(0));
    await backUp(at.data, saved, MORNING_MS);
    await consults(before, "telegram:1", late);
    await restore({ from: saved, into, dataFolder: at.data, keyFile: at.keyFile });
    const ran = await runHere(["verify", late, "--data", into, "--key", before.key]);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain("chain/cut");
    expect(await runHere(["verify", late, "--key", before.key])).toMatchObject({ code: 0 });
  });
});
