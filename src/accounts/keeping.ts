/** What an owner does to accounts, and everyone to their own. */
import { newCode, tidyCode } from "./codes.ts";
import { mayTry, note } from "./desk.ts";
import type { Desk } from "./desk.ts";
import { fitsPassword, hashPassword } from "./passwords.ts";
import type { Refusal } from "./log-in.ts";
import type { ConsoleRole } from "./permissions.ts";
import { accountOf, isActive, withAccount } from "./register.ts";
import type { Account, Register } from "./register.ts";
import { newAuthenticator, resetHash, withRecoveryCodes } from "./second-factor.ts";
import { beginSession, endSessionsOf } from "./sessions.ts";

export const LINK_CODE_MS = 10 * 60_000;
/** Whoever has both the password and the code could set up the second factor meanwhile. */
export const RESET_MS = 24 * 60 * 60_000;
const LINK_CODE_GROUPS = 2;
const RESET_CODE_GROUPS = 4;

/** last-owner: then nobody could manage accounts any more. */
export type Changed = "done" | "last-owner" | "unknown";

/** Gives the account these roles and no others. */
export async function changeRoles(
  desk: Desk,
  by: Account,
  id: string,
  roles: readonly ConsoleRole[],
): Promise<Changed> {
  const changed = await changeAccount(desk, id, (account) => ({ ...account, roles: [...roles] }));
  await note(desk, by.id, "change-roles", changed === "done" ? "done" : "denied", id);
  return changed;
}

/** Disabling ends every session of the account at once. */
export async function setDisabled(
  desk: Desk,
  by: Account,
  id: string,
  disabled: boolean,
): Promise<Changed> {
  const changed = await changeAccount(desk, id, (account) => ({ ...account, disabled }));
  if (changed === "done" && disabled) await endSessionsOf(desk, id);
  const action = disabled ? "disable" : "enable";
  await note(desk, by.id, action, changed === "done" ? "done" : "denied", id);
  return changed;
}

/**
 * Takes the second factor from an account whose telephone is lost: its recovery codes no longer count, its messenger is
 * untied, its sessions end. Its next log-in sets up another within a day, with the password and the code answered here,
 * which is told this once: the password alone opens nothing.
 */
export async function resetSecondFactor(
  desk: Desk,
  by: Account,
  id: string,
): Promise<{ readonly changed: Changed; readonly code: string }> {
  const enrolUntilMs = desk.clock.nowMs() + RESET_MS;
  const code = newCode(RESET_CODE_GROUPS);
  const changed = await changeAccount(desk, id, ({ messenger: _, linkCode: __, ...account }) => ({
    ...account,
    authenticator: newAuthenticator(desk.vault, id),
    recovery: [],
    enrolUntilMs,
    enrolCode: resetHash(desk.vault, id, code),
  }));
  if (changed === "done") await endSessionsOf(desk, id);
  await note(desk, by.id, "reset-second-factor", changed === "done" ? "done" : "denied", id);
  return { changed, code };
}

function changeAccount(
  desk: Desk,
  id: string,
  change: (account: Account) => Account,
): Promise<Changed> {
  return desk.register.change<Changed>((now) => {
    if (accountOf(now, id) === undefined) return { next: now, answer: "unknown" };
    const next = withAccount(now, id, change);
    if (ownersOf(now) > 0 && ownersOf(next) === 0) return { next: now, answer: "last-owner" };
    return { next, answer: "done" };
  });
}

const ownersOf = ({ accounts }: Register) =>
  accounts.filter((account) => isActive(account) && account.roles.includes("owner")).length;

/** Whether this is the account's password; limited as log-in is. */
async function confirm(
  desk: Desk,
  { id, password }: Account,
  typed: string,
): Promise<Refusal | undefined> {
  if (!mayTry(desk, { account: id })) return "too-often";
  return (await fitsPassword(typed, password)) ? undefined : "wrong";
}

export type Renewed<T> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly why: Refusal };

/** Ends every session of the account, and begins one anew for whoever changed it. `next` has passed its schema. */
export async function changePassword(
  desk: Desk,
  account: Account,
  current: string,
  next: string,
): Promise<Renewed<{ readonly token: string }>> {
  const why = await confirm(desk, account, current);
  await note(desk, account.id, "change-password", why === undefined ? "done" : "failed");
  if (why !== undefined) return { ok: false, why };
  const password = await hashPassword(next);
  await desk.register.change((now) => ({
    next: withAccount(now, account.id, (one) => ({ ...one, password })),
    answer: undefined,
  }));
  await endSessionsOf(desk, account.id);
  return { ok: true, token: await beginSession(desk, account.id, "whole") };
}

/** Ten new recovery codes; the old ones no longer count. */
export async function renewRecoveryCodes(
  desk: Desk,
  account: Account,
  password: string,
): Promise<Renewed<{ readonly codes: readonly string[] }>> {
  const why = await confirm(desk, account, password);
  await note(desk, account.id, "renew-recovery-codes", why === undefined ? "done" : "failed");
  if (why !== undefined) return { ok: false, why };
  const { codes, account: renewed } = withRecoveryCodes(desk.vault, account);
  const { recovery } = renewed;
  await desk.register.change((now) => ({
    next: withAccount(now, account.id, (one) => ({ ...one, recovery })),
    answer: undefined,
  }));
  return { ok: true, codes };
}

/** A code that ties the messenger identity which sends it to this account, once and within ten minutes. */
export async function newLinkCode(desk: Desk, account: Account): Promise<string> {
  const code = newCode(LINK_CODE_GROUPS);
  const linkCode = {
    hash: desk.vault.hash(tidyCode(code), "link code"),
    untilMs: desk.clock.nowMs() + LINK_CODE_MS,
  };
  await desk.register.change((now) => ({
    next: withAccount(now, account.id, (one) => ({ ...one, linkCode })),
    answer: undefined,
  }));
  await note(desk, account.id, "make-link-code");
  return code;
}

/** Unties the messenger identity, if there is one. */
export async function unlink(desk: Desk, account: Account): Promise<void> {
  await desk.register.change((now) => ({
    next: withAccount(now, account.id, ({ messenger: _, linkCode: __, ...rest }) => rest),
    answer: undefined,
  }));
  await note(desk, account.id, "unlink-messenger");
}
