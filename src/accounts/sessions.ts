/** Who is logged in: a random token in a cookie, kept as its hash, for half an hour of quiet and half a day at most. */
import { hashOfToken, newToken, TOKEN } from "./codes.ts";
import type { Desk } from "./desk.ts";
import { accountOf, isActive, SESSIONS_MAX } from "./register.ts";
import type { Account, Session, Sessions, Stage } from "./register.ts";

const MINUTE_MS = 60_000;
export const IDLE_MS = 30 * MINUTE_MS;
export const SESSION_MS = 12 * 60 * MINUTE_MS;
/** For the way from the password to the end of the second factor. */
export const ENTERING_MS = 10 * MINUTE_MS;
/** A visit is written down once a minute at most: quiet may be found up to a minute early. */
const SEEN_EVERY_MS = MINUTE_MS;

/** A session with its account, as one request finds them. */
export interface Seen {
  readonly session: Session;
  readonly account: Account;
}

/** Begins a session and answers its token, which is kept nowhere. */
export async function beginSession(desk: Desk, account: string, stage: Stage): Promise<string> {
  const token = newToken();
  const nowMs = desk.clock.nowMs();
  const begun = { hash: hashOfToken(token), account, stage, begunMs: nowMs, seenMs: nowMs };
  return desk.sessions.change((now) => ({
    next: withSessions(now, [...alive(now, nowMs), begun].slice(-SESSIONS_MAX)),
    answer: token,
  }));
}

/** The session of this token; undefined: there is none, it is over, or the account was disabled. */
export async function sessionOf(desk: Desk, token: string): Promise<Seen | undefined> {
  if (!TOKEN.test(token)) return undefined;
  const nowMs = desk.clock.nowMs();
  const hash = hashOfToken(token);
  const session = alive(await desk.sessions.read(), nowMs).find((one) => one.hash === hash);
  if (session === undefined) return undefined;
  const account = accountOf(await desk.register.read(), session.account);
  if (account === undefined || account.disabled) return undefined;
  if (session.stage === "whole" && !isActive(account)) return undefined;
  if (nowMs - session.seenMs >= SEEN_EVERY_MS) await touch(desk, hash, nowMs);
  return { session, account };
}

function touch(desk: Desk, hash: string, nowMs: number): Promise<void> {
  return desk.sessions.change((now) => ({
    next: withSessions(
      now,
      now.sessions.map((one) => (one.hash === hash ? { ...one, seenMs: nowMs } : one)),
    ),
    answer: undefined,
  }));
}

/** Ends this session; another token takes its place when it goes on. */
export function endSession(desk: Desk, { hash }: Session): Promise<void> {
  return keep(desk, (one) => one.hash !== hash);
}

/** Ends every session of an account. */
export function endSessionsOf(desk: Desk, account: string): Promise<void> {
  return keep(desk, (one) => one.account !== account);
}

function keep(desk: Desk, wanted: (session: Session) => boolean): Promise<void> {
  return desk.sessions.change((now) => ({
    next: withSessions(now, now.sessions.filter(wanted)),
    answer: undefined,
  }));
}

function alive({ sessions }: Sessions, nowMs: number): readonly Session[] {
  return sessions.filter(({ stage, begunMs, seenMs }) =>
    stage === "whole"
      ? nowMs - begunMs < SESSION_MS && nowMs - seenMs < IDLE_MS
      : nowMs - begunMs < ENTERING_MS,
  );
}

function withSessions(now: Sessions, sessions: readonly Session[]): Sessions {
  return { ...now, sessions: [...sessions] };
}
