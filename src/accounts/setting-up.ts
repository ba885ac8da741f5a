/** How accounts come to be: by a one-time link for the first owner, or by an invitation of an owner. */
import { hashOfToken, newId, newToken, TOKEN } from "./codes.ts";
import { mayTry, note } from "./desk.ts";
import type { Desk } from "./desk.ts";
import type { Entered } from "./log-in.ts";
import { hashPassword } from "./passwords.ts";
import type { ConsoleRole } from "./permissions.ts";
import {
  accountNamed,
  accountOf,
  ACCOUNTS_MAX,
  isActive,
  isTooLate,
  LINKS_MAX,
  withAccount,
} from "./register.ts";
import type { Account, Register, SetupLink } from "./register.ts";
import { newAuthenticator, withCode, withRecoveryCodes } from "./second-factor.ts";
import { beginSession, endSession } from "./sessions.ts";
import type { Seen } from "./sessions.ts";

const HOUR_MS = 60 * 60_000;
export const OWNER_LINK_MS = 24 * HOUR_MS;
export const INVITATION_MS = 72 * HOUR_MS;

/** Whether somebody can log in as an owner. */
export async function hasOwner(desk: Desk): Promise<boolean> {
  const { accounts } = await desk.register.read();
  return accounts.some((account) => isActive(account) && account.roles.includes("owner"));
}

/** A token that makes an owner's account, once and within a day. An earlier one that was not used no longer does. */
export async function newOwnerLink(desk: Desk): Promise<string> {
  const token = await addLink(desk, { kind: "owner", roles: ["owner"] }, OWNER_LINK_MS);
  await note(desk, "machine", "make-owner-link");
  return token;
}

/** A token that makes an account with these roles, once and within three days. */
export async function invite(
  desk: Desk,
  by: Account,
  roles: readonly ConsoleRole[],
): Promise<string> {
  const token = await addLink(desk, { kind: "invitation", roles: [...roles] }, INVITATION_MS);
  await note(desk, by.id, "invite");
  return token;
}

function addLink(
  desk: Desk,
  link: Pick<SetupLink, "kind" | "roles">,
  validMs: number,
): Promise<string> {
  const token = newToken();
  const nowMs = desk.clock.nowMs();
  const added = { ...link, hash: hashOfToken(token), untilMs: nowMs + validMs };
  const stays = (one: SetupLink) =>
    one.untilMs > nowMs && !(one.kind === "owner" && link.kind === "owner");
  return desk.register.change((now) => ({
    next: { ...now, links: [...now.links.filter(stays), added].slice(-LINKS_MAX) },
    answer: token,
  }));
}

export type SetUp =
  | Extract<Entered, { readonly ok: true }>
  | { readonly ok: false; readonly why: "link" | "name" | "full" | "too-often" };

/** Name and password have passed their schemas. */
export interface NewAccount {
  readonly token: string;
  readonly name: string;
  readonly password: string;
  readonly source: string;
}

/** Uses up the link and makes the account; it can do nothing until its second factor is set up. */
export async function setUp(
  desk: Desk,
  { token, name, password, source }: NewAccount,
): Promise<SetUp> {
  if (!mayTry(desk, { source, everyone: "" })) return { ok: false, why: "too-often" };
  const hash = TOKEN.test(token) ? hashOfToken(token) : "";
  const nowMs = desk.clock.nowMs();
  const early = fault(await desk.register.read(), hash, name, nowMs);
  if (early !== undefined) return refused(desk, early);
  const stored = await hashPassword(password);
  const id = newId();
  const authenticator = newAuthenticator(desk.vault, id);
  const why = await desk.register.change((now) => {
    const link = now.links.find((one) => one.hash === hash);
    const late = fault(now, hash, name, nowMs);
    if (late !== undefined || link === undefined) return { next: now, answer: late ?? "link" };
    const made = { id, name, roles: link.roles, disabled: false, begunMs: nowMs, recovery: [] };
    const accounts = [...now.accounts, { ...made, password: stored, authenticator }];
    const links = now.links.filter((one) => one !== link);
    return { next: { ...now, accounts, links }, answer: undefined };
  });
  if (why !== undefined) return refused(desk, why);
  await note(desk, id, "set-up");
  return { ok: true, stage: "enrolling", token: await beginSession(desk, id, "enrolling") };
}

type Fault = "link" | "name" | "full";

function fault(now: Register, hash: string, name: string, nowMs: number): Fault | undefined {
  if (!now.links.some((one) => one.hash === hash && one.untilMs > nowMs)) return "link";
  if (accountNamed(now, name) !== undefined) return "name";
  return now.accounts.length >= ACCOUNTS_MAX ? "full" : undefined;
}

async function refused(desk: Desk, why: Fault): Promise<SetUp> {
  if (why === "link") await note(desk, "nobody", "set-up", "failed");
  return { ok: false, why };
}

export type Enrolled =
  | { readonly ok: true; readonly token: string; readonly codes: readonly string[] }
  | { readonly ok: false; readonly why: "wrong" | "too-often" };

/** The first code of the authenticator: the account is ready, its recovery codes are told this once. */
export async function enrol(desk: Desk, seen: Seen, typed: string): Promise<Enrolled> {
  const { id } = seen.account;
  if (!mayTry(desk, { account: id })) return { ok: false, why: "too-often" };
  const nowMs = desk.clock.nowMs();
  const codes = await desk.register.change((now) => {
    const account = accountOf(now, id);
    const open = account !== undefined && !account.disabled && !isTooLate(account, nowMs);
    const taken = open ? withCode(desk.vault, account, typed, nowMs) : undefined;
    if (taken === undefined) return { next: now, answer: undefined };
    const { enrolUntilMs: _, enrolCode: __, ...kept } = taken;
    const ready = withRecoveryCodes(desk.vault, kept);
    return { next: withAccount(now, id, () => ready.account), answer: ready.codes };
  });
  await note(desk, id, "set-up-second-factor", codes === undefined ? "failed" : "done");
  if (codes === undefined) return { ok: false, why: "wrong" };
  await endSession(desk, seen.session);
  return { ok: true, codes, token: await beginSession(desk, id, "whole") };
}
