import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it, onTestFinished } from "vitest";
import type { Log } from "../../src/ports.ts";
import { Place } from "../../src/receipts/schema.ts";
import { chainFirsts, machineChainDisk, readChainFile } from "../../src/stores/chain-disk.ts";
import { chainFolder, folderChain } from "../../src/stores/receipt-chain.ts";
import { headOf } from "../contract/chain.ts";
import { checked, MORNING_MS, SEED, someCommitment, there } from "./chains.ts";

const log: Log = { info: () => undefined, error: () => undefined };

/** A second process with the same chain: appends without end, and says each place it was given. */
const WRITER = `
  const { folderChain } = await import(process.argv[1]);
  const log = { info() {}, error() {} };
  const clock = { nowMs: () => ${MORNING_MS} };
  const seed = Buffer.from(process.argv[3], "hex");
  const chain = await folderChain(process.argv[2], { seed, clock, log });
  const commitment = "e".repeat(64);
  for (;;) console.log(JSON.stringify(await chain.append(commitment)));
`;

async function startWriter(folder: string) {
  const source = new URL("../../src/stores/receipt-chain.ts", import.meta.url).href;
  const given = [source, folder, SEED.toString("hex")];
  const child = spawn(process.execPath, ["--input-type=module", "--eval", WRITER, ...given], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const places: Place[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => places.push(Place.parse(JSON.parse(line))));
  await once(lines, "line");
  return {
    places,
    kill: async () => {
      child.kill("SIGKILL");
      await Promise.all([once(child, "exit"), once(lines, "close")]);
    },
  };
}

it("of processes that append at once, some of them killed, every place that was told is in the chain", async () => {
  const folder = await mkdtemp(join(tmpdir(), "distinguo-chains-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const own = await folderChain(folder, { seed: SEED, clock: { nowMs: () => MORNING_MS }, log });
  const writers = await Promise.all([startWriter(folder), startWriter(folder)]);
  const told = [];
  for (let round = 0; round < 20; round += 1) {
    const commitment = someCommitment(round);
    told.push(headOf(await own.append(commitment), commitment));
    if (round === 10) await writers[0]?.kill();
  }
  await writers[1]?.kill();
  const last = await own.append(someCommitment(20));
  told.push(headOf(last, someCommitment(20)));
  for (const { places } of writers)
    told.push(...places.map((place) => headOf(place, "e".repeat(64))));
  const at = chainFolder(folder);
  const files = await Promise.all(
    (await chainFirsts(at, machineChainDisk)).map(async (first) =>
      there(await readChainFile(at, first, machineChainDisk)),
    ),
  );
  expect(new Set(told.map(({ index }) => index)).size).toBe(told.length);
  for (const head of told) expect(checked(files, head).problems).toEqual([]);
});
