/** Who may do what: one table, one question. */
import * as z from "zod";

/** Roles that come with an account of the console. */
export const ConsoleRole = z.enum(["reviewer", "administrator", "owner"]);
export type ConsoleRole = z.infer<typeof ConsoleRole>;

/** `visitor` is whoever writes or opens a page; `cadre` a person with a case of their own. */
export const ROLES = ["visitor", "cadre", ...ConsoleRole.options] as const;
export type Role = (typeof ROLES)[number];

export const ACTIONS = [
  "consult",
  "take-copy",
  "forget-own-case",
  "fill-own-checklist",
  "keep-own-account",
  "read-submitted-cases",
  "read-audit-log",
  "read-operation-detail",
  "offer-content",
  "manage-accounts",
] as const;
export type Action = (typeof ACTIONS)[number];

/** Least privilege: what does not stand here is refused, and no role takes in another. */
const ALLOWED: Readonly<Record<Action, readonly Role[]>> = {
  // These show nobody's data but one's own.
  consult: ROLES,
  "take-copy": ROLES,
  "forget-own-case": ROLES,
  "fill-own-checklist": ROLES,
  "keep-own-account": ConsoleRole.options,
  // An administrator keeps the machine and the content running and has no need to read what people told.
  "read-submitted-cases": ["reviewer"],
  "read-audit-log": ["administrator", "owner"],
  "read-operation-detail": ["administrator", "owner"],
  "offer-content": ["administrator"],
  "manage-accounts": ["owner"],
};

/** Whether one of the roles allows the action. Nothing else in the program decides this. */
export function may(roles: readonly Role[], action: Action): boolean {
  return roles.some((role) => ALLOWED[action].includes(role));
}
