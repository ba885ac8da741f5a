/** Log-in: name and password, then the second factor. Every way of failing looks the same from outside. */
import { mayTry, note } from "./desk.ts";
import type { Desk } from "./desk.ts";
import { fitsNobody, fitsPassword } from "./passwords.ts";
import { accountNamed, accountOf, isTooLate, withAccount } from "./register.ts";
import type { Account, Stage } from "./register.ts";
import { resetHash, withCode, withoutRecoveryCode } from "./second-factor.ts";
import { beginSession, endSession } from "./sessions.ts";
import type { Seen } from "./sessions.ts";

export type Refusal = "wrong" | "too-often";
export type Entered =
  | { readonly ok: true; readonly token: string; readonly stage: Stage }
  | { readonly ok: false; readonly why: Refusal };

/** `source`: the address the request came from. */
export interface Credentials {
  readonly name: string;
  readonly password: string;
  readonly source: string;
}

/** An unknown name, a disabled or overdue account and a wrong password cost the same time and get the same answer. */
export async function logIn(desk: Desk, { name, password, source }: Credentials): Promise<Entered> {
  const spelled = name.normalize("NFKC").trim().toLowerCase();
  // Whoever has used up their own tries takes none from the name.
  if (!mayTry(desk, { source, everyone: "", name: spelled }))
    return { ok: false, why: "too-often" };
  const account = accountNamed(await desk.register.read(), spelled);
  const fits =
    account === undefined
      ? await fitsNobody(password)
      : await fitsPassword(password, account.password);
  const barred = account?.disabled === true || (account && isTooLate(account, desk.clock.nowMs()));
  if (account === undefined || !fits || barred === true) {
    await note(desk, "nobody", "log-in", "failed", account?.id);
    return { ok: false, why: "wrong" };
  }
  // One that was reset owes the code it was given for that.
  const owes = account.authenticator.confirmed || account.enrolCode !== undefined;
  const stage = owes ? "password" : "enrolling";
  await note(desk, account.id, "log-in");
  return { ok: true, stage, token: await beginSession(desk, account.id, stage) };
}

/**
 * Takes a code of the authenticator, a recovery code, or the code of a reset, which only leads on to setting up another
 * authenticator; the session goes on under a new token.
 */
export async function giveSecondFactor(desk: Desk, seen: Seen, typed: string): Promise<Entered> {
  const { id } = seen.account;
  if (!mayTry(desk, { account: id })) return { ok: false, why: "too-often" };
  const way = await takeFactor(desk, id, typed);
  if (way === undefined) {
    await note(desk, id, "give-second-factor", "failed");
    return { ok: false, why: "wrong" };
  }
  await note(desk, id, NOTED[way]);
  await endSession(desk, seen.session);
  const stage = way === "reset" ? "enrolling" : "whole";
  return { ok: true, stage, token: await beginSession(desk, id, stage) };
}

type Way = "code" | "recovery" | "reset";

const NOTED: Readonly<Record<Way, string>> = {
  code: "give-second-factor",
  recovery: "use-recovery-code",
  reset: "use-reset-code",
};

/** In one change of the register, so that two who send the same code at once do not both come in. */
function takeFactor(desk: Desk, id: string, typed: string): Promise<Way | undefined> {
  const nowMs = desk.clock.nowMs();
  return desk.register.change((now) => {
    const account = accountOf(now, id);
    if (account === undefined || account.disabled) return { next: now, answer: undefined };
    if (account.enrolCode !== undefined) {
      const fits = account.enrolCode === resetHash(desk.vault, id, typed);
      // It stays until the new authenticator has shown a code: who is interrupted can begin again.
      return { next: now, answer: fits && !isTooLate(account, nowMs) ? "reset" : undefined };
    }
    const taken = (next: Account) => withAccount(now, id, () => next);
    const byCode = withCode(desk.vault, account, typed, nowMs);
    if (byCode !== undefined) return { next: taken(byCode), answer: "code" as const };
    const byRecovery = withoutRecoveryCode(desk.vault, account, typed);
    if (byRecovery === undefined) return { next: now, answer: undefined };
    return { next: taken(byRecovery), answer: "recovery" as const };
  });
}

export async function logOut(desk: Desk, { session, account }: Seen): Promise<void> {
  await endSession(desk, session);
  await note(desk, account.id, "log-out");
}
