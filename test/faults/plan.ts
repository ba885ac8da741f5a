/** What befalls one life of the bot's process, as it is handed to the process. */
import * as z from "zod";

/** Where the plan stands in the environment of the process. */
export const PLAN_VARIABLE = "DISTINGUO_FAULT_PLAN";
/** The open file that the process writes a line to for every fault it brought about. */
export const FAULT_REPORT_HANDLE = 3;

export const DISK_CODES = ["ENOSPC", "EIO", "EROFS", "EACCES", "EDQUOT"] as const;
const Percent = z.int().min(0).max(100);

/** So many of the writes fail with one of these codes. */
export const Outage = z.strictObject({
  codes: z.array(z.string()).min(1),
  percent: Percent,
});
export type Outage = z.infer<typeof Outage>;

export const FaultPlan = z.strictObject({
  seed: z.int().min(0),
  /** Writes below this folder are meant; what the program itself writes elsewhere is left alone. */
  folder: z.string().min(1),
  /** Of the writing operations, how many fail, and how many are slow. */
  failingPercent: Percent,
  slowPercent: Percent,
  slowMsMax: z.int().min(0),
  /** While this file exists writes fail as it says, an `Outage` as JSON. */
  outageFile: z.string().optional(),
  /** The process kills itself within its nth writing operation, counted from 1. */
  killAtWrite: z.int().min(1).optional(),
  /** The clock may jump by up to this much, forwards or back. */
  clockJumpMsMax: z.int().min(0),
});
export type FaultPlan = z.infer<typeof FaultPlan>;
