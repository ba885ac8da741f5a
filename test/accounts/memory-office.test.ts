import { auditContract } from "../contract/audit.ts";
import { documentContract, NO_TALLY, Tally } from "../contract/document.ts";
import { memoryAudit, memoryDocument } from "../support/memory-office.ts";

const KEY = Buffer.alloc(32, 5);

documentContract("in memory", async () => {
  const medium = { broken: false };
  const document = memoryDocument(Tally, NO_TALLY, medium);
  return {
    open: () => document,
    breakMedium: () => void (medium.broken = true),
    mendMedium: () => void (medium.broken = false),
  };
});

auditContract("in memory", async () => {
  const medium = { broken: false };
  let nowMs = 0;
  const log = memoryAudit(KEY, { nowMs: () => nowMs }, medium);
  return {
    open: () => log,
    turnClock: (ms) => void (nowMs = ms),
    breakMedium: () => void (medium.broken = true),
    mendMedium: () => void (medium.broken = false),
  };
});
