/** Log-in: name and password, then the second factor. Every way of failing looks the same from outside. */
import { mayTry, note } from "./desk.ts";
import type { Desk } from "./desk.ts";
import { fitsNobody, fitsPassword } from "./passwords.ts";
import { accountNamed, accountOf, isTooLate, withAccount } from "./register.ts";
import type { Account, Stage } from "./register.ts";
import { withCode, withoutRecoveryCode } from "./second-factor.ts";
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
  const stage = account.authenticator.confirmed ? "password" : "enrolling";
  await note(desk, account.id, "log-in");
  return { ok: true, stage, token: await beginSession(desk, account.id, stage) };
}

/** Takes a code of the authenticator or a recovery code; the session goes on under a new token. */
export async function giveSecondFactor(desk: Desk, seen: Seen, typed: string): Promise<Entered> {
  const { id } = seen.account;
  if (!mayTry(desk, { account: id })) return { ok: false, why: "too-often" };
  const way = await takeFactor(desk, id, typed);
  if (way === undefined) {
    await note(desk, id, "give-second-factor", "failed");
    return { ok: false, why: "wrong" };
  }
  await note(desk, id, way === "code" ? "give-second-factor" : "use-recovery-code");
  await endSession(desk, seen.session);
  return { ok: true, stage: "whole", token: await beginSession(desk, id, "whole") };
}

/** In one change of the register, so that two who send the same code at once do not both come in. */
function takeFactor(
  desk: Desk,
  id: string,
  typed: string,
): Promise<"code" | "recovery" | undefined> {
  const nowMs = desk.clock.nowMs();
  return desk.register.change((now) => {
    const account = accountOf(now, id);
    if (account === undefined || account.disabled) return { next: now, answer: undefined };
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
