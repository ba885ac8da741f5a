/** The second factor: codes of an authenticator app (RFC 6238), each counted once, and recovery codes. */
import { Secret, TOTP } from "otpauth";
import type { Account } from "./register.ts";
import { RECOVERY_CODES } from "./register.ts";
import { newCode, tidyCode } from "./codes.ts";
import type { Vault } from "./vault.ts";

/** SHA-1, six digits, 30 seconds: what every authenticator app takes. */
const DIGITS = 6;
const PERIOD_SECONDS = 30;
const SECRET_BYTES = 20;
/** Time steps a telephone may be behind or ahead. */
const WINDOW_STEPS = 1;
const RECOVERY_GROUPS = 4;
const ISSUER = "distinguo";
const NEVER = -1;

const purpose = (id: string) => `authenticator ${id}`;

/** A new authenticator for account `id`, not confirmed yet. */
export function newAuthenticator(vault: Vault, id: string): Account["authenticator"] {
  const secret = new Secret({ size: SECRET_BYTES }).base32;
  return { sealed: vault.seal(secret, purpose(id)), confirmed: false, lastStep: NEVER };
}

function totpOf(vault: Vault, { id, name, authenticator }: Account): TOTP {
  const secret = vault.open(authenticator.sealed, purpose(id));
  return new TOTP({
    issuer: ISSUER,
    label: name,
    algorithm: "SHA1",
    digits: DIGITS,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}

/** What an authenticator app is given: an otpauth:// address, and the secret to type. */
export function authenticatorOf(vault: Vault, account: Account) {
  const totp = totpOf(vault, account);
  return { address: totp.toString(), secret: totp.secret.base32 };
}

/** The account after the code was taken; undefined: it is wrong, or was taken before. */
export function withCode(
  vault: Vault,
  account: Account,
  typed: string,
  nowMs: number,
): Account | undefined {
  const token = tidyCode(typed);
  if (!/^\d{6}$/.test(token)) return undefined;
  const totp = totpOf(vault, account);
  const delta = totp.validate({ token, timestamp: nowMs, window: WINDOW_STEPS });
  if (delta === null) return undefined;
  const step = totp.counter({ timestamp: nowMs }) + delta;
  // A code counts once, and so does any older one: who looked over the shoulder comes too late.
  if (step <= account.authenticator.lastStep) return undefined;
  return {
    ...account,
    authenticator: { ...account.authenticator, confirmed: true, lastStep: step },
  };
}

/** How the code is kept with which an account sets up its second factor anew. */
export const resetHash = (vault: Vault, id: string, code: string) =>
  vault.hash(tidyCode(code), `reset ${id}`);

const recoveryHash = (vault: Vault, id: string, code: string) =>
  vault.hash(tidyCode(code), `recovery ${id}`);

/** Ten new recovery codes: as they are told once, and the account that knows their hashes alone. */
export function withRecoveryCodes(vault: Vault, account: Account) {
  const codes = Array.from({ length: RECOVERY_CODES }, () => newCode(RECOVERY_GROUPS));
  const recovery = codes.map((code) => recoveryHash(vault, account.id, code));
  return { codes, account: { ...account, recovery } };
}

/** The account without the recovery code just used; undefined: it has no such code. */
export function withoutRecoveryCode(
  vault: Vault,
  account: Account,
  typed: string,
): Account | undefined {
  const used = recoveryHash(vault, account.id, typed);
  if (!account.recovery.includes(used)) return undefined;
  return { ...account, recovery: account.recovery.filter((hash) => hash !== used) };
}
