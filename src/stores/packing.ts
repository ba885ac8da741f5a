/**
 * The text of a case ↔ few bytes, without loss. Event ids, hashes, keys and signatures look random, so that deflating
 * hardly shortens them: they are taken out of the text and kept as bytes. JSON never holds a control character as such, so
 * that some of them can mark the places.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { DICTIONARY } from "./dictionary.ts";

/** Room for the dictionary and a case behind it; the little there is to set up each time costs the most. */
const WINDOW_BITS = 14;
const DEFLATING = {
  level: 6,
  windowBits: WINDOW_BITS,
  memLevel: 5,
  chunkSize: 2_048,
  dictionary: DICTIONARY,
};
/** Most cases come out in one piece of this size. */
const INFLATED_BYTES = 4_096;
const INFLATING = {
  windowBits: WINDOW_BITS,
  chunkSize: INFLATED_BYTES,
  dictionary: DICTIONARY,
};
const LENGTH_BYTES = 4;

interface Kind {
  readonly bytes: number;
  readonly text: (bytes: Buffer) => string;
}
const hex = (bytes: Buffer) => bytes.toString("hex");
const base64 = (bytes: Buffer) => bytes.toString("base64url");

const UUID = "\u0002";
/** By the character that marks their place. */
const KINDS: Readonly<Record<string, Kind>> = {
  "\u0001": { bytes: 32, text: hex },
  [UUID]: { bytes: 16, text: (bytes) => uuidOf(hex(bytes)) },
  "\u0003": { bytes: 32, text: base64 },
  "\u0004": { bytes: 64, text: base64 },
  "\u0005": { bytes: 8, text: hex },
};
const MARK = new RegExp(`[${Object.keys(KINDS).join("")}]`, "g");
/** By the length of the text. */
const MARKS: ReadonlyMap<number, string> = new Map(
  Object.entries(KINDS).map(([mark, { bytes, text }]) => [text(Buffer.alloc(bytes)).length, mark]),
);
/** Whole strings only: their quotes make a text without any quick to pass over. What one is, its length tells. */
const RANDOM = /"([\w-]{16}|[\w-]{36,86})"/g;

/** Of `text`, which must be JSON as `JSON.stringify` writes it without indenting. */
export function pack(text: string): Buffer {
  const taken: Buffer[] = [];
  const marked = text.replace(RANDOM, (whole, found: string) => {
    const mark = MARKS.get(found.length) ?? "";
    const bytes = bytesOf(mark, found);
    // Not every text of that look is one that bytes are written as.
    if (bytes === undefined || KINDS[mark]?.text(bytes) !== found) return whole;
    taken.push(bytes);
    return `"${mark}"`;
  });
  const random = Buffer.concat(taken);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(random.length);
  return Buffer.concat([length, random, deflateRawSync(marked, DEFLATING)]);
}

function bytesOf(mark: string, found: string): Buffer | undefined {
  const kind = KINDS[mark];
  if (kind === undefined) return undefined;
  if (kind.text === base64) return Buffer.from(found, "base64url");
  return Buffer.from(mark === UUID ? found.replaceAll("-", "") : found, "hex");
}

/** undefined: these bytes were never packed, or hold more than `bytesMax` of text. */
export function unpack(bytes: Buffer, bytesMax: number): string | undefined {
  if (bytes.length < LENGTH_BYTES) return undefined;
  const end = LENGTH_BYTES + bytes.readUInt32BE(0);
  if (end > bytes.length) return undefined;
  const marked = inflated(bytes.subarray(end), bytesMax);
  if (marked === undefined) return undefined;
  let at = LENGTH_BYTES;
  const text = marked.replace(MARK, (mark) => {
    const kind = KINDS[mark];
    const from = at;
    at += kind?.bytes ?? 0;
    return kind?.text(bytes.subarray(from, Math.min(at, end))) ?? mark;
  });
  return at === end ? text : undefined;
}

function uuidOf(digits: string): string {
  const part = (from: number, to?: number) => digits.slice(from, to);
  return `${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20)}`;
}

function inflated(bytes: Buffer, bytesMax: number): string | undefined {
  try {
    return inflateRawSync(bytes, { ...INFLATING, maxOutputLength: bytesMax }).toString();
  } catch {
    return undefined;
  }
}
