/** One start: `node bench/stored-open.ts FOLDER` opens the store there, asks for one case, and prints what that took. */
import { argv, stdout } from "node:process";
import { openOwnStore } from "./durable-own.ts";

/** A case that is not there: the store looks for it all the same. */
const STRANGER = "bench:stranger";

const [, , folder] = argv;
if (folder === undefined) throw new Error("which folder?");
const startedMs = performance.now();
const store = await openOwnStore(folder);
await store.load(STRANGER);
const tookMs = performance.now() - startedMs;
stdout.write(JSON.stringify({ tookMs, residentBytes: process.memoryUsage.rss() }));
