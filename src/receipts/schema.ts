/** What receipts and the chain hold. Everything here crosses a border and is checked when written and when read. */
import * as z from "zod";

export const FORMAT = 1;
export const SALT_BYTES = 32;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const NAMES_MAX = 256;

/** SHA-256 in lower-case hex: one way to write it, so that no other text means the same. */
export const Hash = z.string().regex(/^[0-9a-f]{64}$/);
/** base64url without filling, and only in the one form that these bytes are written in. */
const bytes = (count: number) =>
  z
    .string()
    .max(2 * count)
    .refine((text) => {
      const held = Buffer.from(text, "base64url");
      return held.length === count && held.toString("base64url") === text;
    }, `must be ${count} bytes as base64url`);
const Salt = bytes(SALT_BYTES);
/** An Ed25519 public key, as receipts and heads name it. */
export const PublicKey = bytes(KEY_BYTES);
/** A day in China (UTC+8). */
const Day = z.iso.date();
const Index = z.int().min(0);
const Name = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/);
const Names = z.array(Name).max(NAMES_MAX);
const NamesOf = z
  .record(Name, Name)
  .refine((all) => Object.keys(all).length <= NAMES_MAX, `holds more than ${NAMES_MAX} names`);
const Lines = z.strictObject({ accountability: Names, discipline: Names });
const Sides = z.strictObject({ one: Name, two: Name, three: Name });

/** A verdict as ids: what the sentences are made from, and nothing that a later program may word differently. */
export const VerdictIds = z.strictObject({
  range: Names,
  settled: z.boolean(),
  presumed: Name,
  class: Name,
  lines: Lines,
  presumedLines: Lines,
  distinctions: Sides,
  presumedDistinctions: Sides,
  reasons: Names,
  presumptions: Names,
  measures: Names,
  conflict: Names,
  law: z.strictObject({ act: Names, decision: Names, differs: z.boolean() }).optional(),
});
export type VerdictIds = z.infer<typeof VerdictIds>;

/** What is committed to: all that the verdict depends on, and what came out. */
export const Content = z.strictObject({
  format: z.literal(FORMAT),
  /** SHA-256 of the content bundle that decided. */
  bundle: Hash,
  pack: Name.nullable(),
  acted: z.strictObject({ from: z.iso.date(), until: z.iso.date() }).optional(),
  decided: z.iso.date().optional(),
  facts: NamesOf,
  /** Sorted. */
  unsure: Names,
  verdict: VerdictIds,
  /** SHA-256 of the readable report's canonical form. */
  report: Hash,
});
export type Content = z.infer<typeof Content>;

/** The end of the chain at one entry, signed. */
export const Head = z.strictObject({
  index: Index,
  /** The entry's hash. */
  hash: Hash,
  day: Day,
  key: PublicKey,
  signature: bytes(SIGNATURE_BYTES),
});
export type Head = z.infer<typeof Head>;

export const Entry = z.strictObject({
  index: Index,
  commitment: Hash,
  /** Hash of the link before; of the first one `BEGINNING`. */
  previous: Hash,
  hash: Hash,
});
export type Entry = z.infer<typeof Entry>;

/** What an appended commitment is told: enough to say which entry it is, and a head that stands on it. */
export const Place = z.strictObject({
  index: Index,
  previous: Hash,
  day: Day,
  key: PublicKey,
  signature: Head.shape.signature,
});
export type Place = z.infer<typeof Place>;

/** What a case keeps of its receipt; the facts are in the case anyway, and hashes can be computed again. */
export const KeptReceipt = Place.extend({ salt: Salt });
export type KeptReceipt = z.infer<typeof KeptReceipt>;

/** What the person takes along. */
export const Receipt = z.strictObject({
  format: z.literal(FORMAT),
  salt: Salt,
  content: Content,
  entry: Entry,
  head: Head,
});
export type Receipt = z.infer<typeof Receipt>;
