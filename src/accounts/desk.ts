/** What the work with accounts needs: where they are kept, the key, the time, and how often something may be tried. */
import type { AuditEntry, AuditLog, Clock, SmallDocument } from "../ports.ts";
import { openBuckets } from "../app/token-buckets.ts";
import type { Buckets, Rate } from "../app/token-buckets.ts";
import { may } from "./permissions.ts";
import type { Action } from "./permissions.ts";
import type { Account, Register, Sessions } from "./register.ts";
import { vaultOf } from "./vault.ts";
import type { Vault } from "./vault.ts";

export interface DeskParts {
  readonly clock: Clock;
  /** 32 bytes from the keyring. */
  readonly secret: Uint8Array;
  readonly register: SmallDocument<Register>;
  readonly sessions: SmallDocument<Sessions>;
  readonly audit: AuditLog;
}

export interface Desk extends Omit<DeskParts, "secret"> {
  readonly vault: Vault;
  /** In memory alone: a restart fills every bucket. */
  readonly tries: Readonly<Record<Limit, Buckets>>;
}

/** What tries are counted by. */
type Limit = "source" | "name" | "everyone" | "account" | "conversation";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** Five wrong tries, then one every three minutes: 480 a day against a password of twelve characters. */
const PER_ACCOUNT: Rate = { burst: 5, everyMs: 3 * MINUTE_MS };
const PER_SOURCE: Rate = { burst: 20, everyMs: MINUTE_MS };
/** All sources together: keeps the work of hashing bounded, and how many buckets there can be. */
const EVERYONE: Rate = { burst: 60, everyMs: 5 * SECOND_MS };

export function deskOf({ secret, ...parts }: DeskParts): Desk {
  return {
    ...parts,
    vault: vaultOf(secret),
    tries: {
      source: openBuckets(PER_SOURCE),
      name: openBuckets(PER_ACCOUNT),
      everyone: openBuckets(EVERYONE),
      account: openBuckets(PER_ACCOUNT),
      conversation: openBuckets(PER_ACCOUNT),
    },
  };
}

/** Takes one try of every limit named; false where any of them has none left, and then none is taken. */
export function mayTry({ tries, clock }: Desk, keys: Partial<Record<Limit, string>>): boolean {
  const nowMs = clock.nowMs();
  const wanted = (Object.entries(keys) as [Limit, string][]).map(
    ([limit, key]) => [tries[limit], key] as const,
  );
  if (wanted.some(([bucket, key]) => bucket.waitMs(key, nowMs) > 0)) return false;
  for (const [bucket, key] of wanted) bucket.take(key, nowMs);
  return true;
}

/** Whether the account may do it. Goes to the audit log either way, before anything is done or shown. */
export async function permitted(
  desk: Desk,
  { id, roles }: Account,
  action: Action,
  object = "-",
): Promise<boolean> {
  const allowed = may(roles, action);
  await desk.audit.append({ who: id, action, object, outcome: allowed ? "done" : "denied" });
  return allowed;
}

/** One line in the audit log. */
export function note(
  desk: Desk,
  who: string,
  action: string,
  outcome: AuditEntry["outcome"] = "done",
  object = "-",
): Promise<void> {
  return desk.audit.append({ who, action, object, outcome });
}
