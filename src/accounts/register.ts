/** What is kept of accounts, links and sessions: checked when written and when read. */
import * as z from "zod";
import { ConsoleRole } from "./permissions.ts";

export const ACCOUNTS_MAX = 500;
export const LINKS_MAX = 200;
export const SESSIONS_MAX = 1_000;
export const RECOVERY_CODES = 10;
export const NAME_CHARACTERS_MAX = 32;
export const PASSWORD_CHARACTERS_MIN = 12;
export const PASSWORD_CHARACTERS_MAX = 128;

/** A keyed hash or a SHA-256, in hexadecimal. */
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Sealed = z.string().min(1).max(1_000);
const AccountId = z.string().regex(/^[0-9a-f]{16}$/);
const Milliseconds = z.int().min(0);

/** Letters and digits of any script, with `.`, `_` and `-` inside. */
export const AccountName = z
  .string()
  .transform((text) => text.normalize("NFKC").trim())
  .pipe(
    z
      .string()
      .min(2)
      .max(NAME_CHARACTERS_MAX)
      .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?$/u),
  );

/** Any characters, counted as Unicode characters; the same password typed on another keyboard stays the same. */
export const Password = z
  .string()
  .transform((text) => text.normalize("NFC"))
  .refine((text) => {
    const characters = Array.from(text).length;
    return characters >= PASSWORD_CHARACTERS_MIN && characters <= PASSWORD_CHARACTERS_MAX;
  });

export const Account = z.strictObject({
  id: AccountId,
  name: z.string().min(2).max(NAME_CHARACTERS_MAX),
  roles: z.array(ConsoleRole).min(1).max(ConsoleRole.options.length),
  disabled: z.boolean(),
  begunMs: Milliseconds,
  /** argon2id with its parameters, see passwords.ts. */
  password: z.string().min(1).max(300),
  /** The authenticator: its secret under the key of the accounts, and the last time step a code of it was taken for. */
  authenticator: z.strictObject({ sealed: Sealed, confirmed: z.boolean(), lastStep: z.int() }),
  /** Keyed hashes of the recovery codes not used yet. */
  recovery: z.array(Hash).max(RECOVERY_CODES),
  /** After a reset, until when a new second factor can be set up, and the keyed hash of the code it takes. */
  enrolUntilMs: Milliseconds.optional(),
  enrolCode: Hash.optional(),
  /** The messenger identity tied to the account: a keyed hash to find it by, and the identity under the key. */
  messenger: z.strictObject({ hash: Hash, sealed: Sealed }).optional(),
  /** The code that ties one, until it is used or late. `usedBy`: the identity that used it. */
  linkCode: z
    .strictObject({ hash: Hash, untilMs: Milliseconds, usedBy: Hash.optional() })
    .optional(),
});
export type Account = z.infer<typeof Account>;

/** A one-time link that makes an account with these roles. */
export const SetupLink = z.strictObject({
  hash: Hash,
  kind: z.enum(["owner", "invitation"]),
  roles: z.array(ConsoleRole).min(1).max(ConsoleRole.options.length),
  untilMs: Milliseconds,
});
export type SetupLink = z.infer<typeof SetupLink>;

export const Register = z.strictObject({
  format: z.literal(1),
  accounts: z.array(Account).max(ACCOUNTS_MAX),
  links: z.array(SetupLink).max(LINKS_MAX),
});
export type Register = z.infer<typeof Register>;
export const EMPTY_REGISTER: Register = { format: 1, accounts: [], links: [] };

/** password: the second factor is still owed; enrolling: it is being set up; whole: logged in. */
export const Stage = z.enum(["password", "enrolling", "whole"]);
export type Stage = z.infer<typeof Stage>;

export const Session = z.strictObject({
  /** SHA-256 of the token in the cookie. */
  hash: Hash,
  account: AccountId,
  stage: Stage,
  begunMs: Milliseconds,
  seenMs: Milliseconds,
});
export type Session = z.infer<typeof Session>;

export const Sessions = z.strictObject({
  format: z.literal(1),
  sessions: z.array(Session).max(SESSIONS_MAX),
});
export type Sessions = z.infer<typeof Sessions>;
export const NO_SESSIONS: Sessions = { format: 1, sessions: [] };

/** An account that can log in: its second factor is set up and nobody has disabled it. */
export function isActive({ disabled, authenticator }: Account): boolean {
  return !disabled && authenticator.confirmed;
}

/** The time to set up a new second factor has passed: as good as disabled, until an owner resets it again. */
export function isTooLate({ enrolUntilMs }: Account, nowMs: number): boolean {
  return enrolUntilMs !== undefined && enrolUntilMs <= nowMs;
}

/** Names that differ in case alone are one name. */
export function accountNamed(register: Register, name: string): Account | undefined {
  const wanted = name.toLowerCase();
  return register.accounts.find((account) => account.name.toLowerCase() === wanted);
}

export function accountOf(register: Register, id: string): Account | undefined {
  return register.accounts.find((account) => account.id === id);
}

/** The register with one account changed; an id that is not there changes nothing. */
export function withAccount(
  register: Register,
  id: string,
  change: (account: Account) => Account,
): Register {
  const accounts = register.accounts.map((one) => (one.id === id ? change(one) : one));
  return { ...register, accounts };
}
