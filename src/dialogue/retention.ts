/** How long a case is kept after its last change, by how far it came. */
import * as z from "zod";
import type { Case } from "./case.ts";

/** Ten years: whoever needs longer keeps the copies people hand in, and not their cases. */
export const RETENTION_DAYS_MAX = 3_650;
const Days = z.int().min(1).max(RETENTION_DAYS_MAX);

/** What `data/retention.yaml` holds: whole days of 24 hours. */
export const RetentionFile = z.strictObject({
  days: z
    .strictObject({ begun: Days, under_way: Days, concluded: Days })
    .refine(({ begun, under_way, concluded }) => begun <= under_way && under_way <= concluded, {
      message: "begun must not exceed under_way, nor under_way concluded",
    }),
});
export type RetentionFile = z.infer<typeof RetentionFile>;
export type RetentionDays = RetentionFile["days"];
export type Stage = keyof RetentionDays;

const RESULT_SHOWN: ReadonlySet<string> = new Set(["verdict", "steps", "basis", "copy", "closed"]);

/** begun: there is nothing of the person's in it but that they were here. */
export function stageOf(current: Case): Stage {
  if (current.review?.done === true) return "concluded";
  const findings = current.review?.findings.length ?? 0;
  if (current.answers.length === 0 && current.narrative === undefined && findings === 0)
    return "begun";
  return RESULT_SHOWN.has(current.state) ? "concluded" : "under_way";
}
