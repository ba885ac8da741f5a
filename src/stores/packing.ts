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
  /** Texts of this look are written as bytes; undefined: only those that come out of their bytes again. */
  readonly look?: RegExp;
  readonly put: (room: Buffer, text: string, at: number) => void;
}
const hex = (bytes: Buffer) => bytes.toString("hex");
const base64 = (bytes: Buffer) => bytes.toString("base64url");
const putHex = (room: Buffer, text: string, at: number) => void room.write(text, at, "hex");
const putBase64 = (room: Buffer, text: string, at: number) =>
  void room.write(text, at, "base64url");
const HEX = /^[0-9a-f]+$/;

/** By the character that marks their place. */
const KINDS: Readonly<Record<string, Kind>> = {
  "\u0001": { bytes: 32, text: hex, look: HEX, put: putHex },
  "\u0002": {
    bytes: 16,
    text: (bytes) => uuidOf(hex(bytes)),
    look: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    put: (room, text, at) => putHex(room, text.replaceAll("-", ""), at),
  },
  "\u0003": { bytes: 32, text: base64, put: putBase64 },
  "\u0004": { bytes: 64, text: base64, put: putBase64 },
  "\u0005": { bytes: 8, text: hex, look: HEX, put: putHex },
};
/** Marks a row of ids, each of 16 hexadecimal digits behind a blank: their number in a byte, then the bytes. */
const ROW = "\u0006";
const ID_BYTES = 8;
const ID_UNITS = 1 + 2 * ID_BYTES;
const MARK = new RegExp(`[${Object.keys(KINDS).join("")}${ROW}]`, "g");
/** By the length of the text. */
const BY_LENGTH: ReadonlyMap<number, Kind & { readonly quoted: string }> = new Map(
  Object.entries(KINDS).map(([mark, kind]) => [
    kind.text(Buffer.alloc(kind.bytes)).length,
    { ...kind, quoted: `"${mark}"` },
  ]),
);
/** Whole strings only: their quotes make a text without any quick to pass over. What one is, its length tells. */
const RANDOM = /"([\w-]{16}|[\w-]{36,86}|(?: [0-9a-f]{16}){1,255})"/g;

/** Of `text`, which must be JSON as `JSON.stringify` writes it without indenting. */
export function pack(text: string): Buffer {
  // A text is longer than the bytes it stands for.
  const room = Buffer.allocUnsafe(LENGTH_BYTES + text.length);
  let end = LENGTH_BYTES;
  const marked = text.replace(RANDOM, (whole, found: string) => {
    if (found.startsWith(" ")) {
      end = room.writeUInt8(found.length / ID_UNITS, end);
      end += room.write(found.replaceAll(" ", ""), end, "hex");
      return `"${ROW}"`;
    }
    const kind = BY_LENGTH.get(found.length);
    if (kind === undefined || kind.look?.test(found) === false) return whole;
    kind.put(room, found, end);
    // Not every text of that look is one that bytes are written as.
    if (kind.look === undefined && kind.text(room.subarray(end, end + kind.bytes)) !== found)
      return whole;
    end += kind.bytes;
    return kind.quoted;
  });
  room.writeUInt32BE(end - LENGTH_BYTES);
  return Buffer.concat([room.subarray(0, end), deflateRawSync(marked, DEFLATING)]);
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
    const from = at;
    if (mark === ROW) {
      at += 1 + (bytes[from] ?? 0) * ID_BYTES;
      return rowOf(bytes.subarray(from + 1, Math.min(at, end)));
    }
    const kind = KINDS[mark];
    at += kind?.bytes ?? 0;
    return kind?.text(bytes.subarray(from, Math.min(at, end))) ?? mark;
  });
  return at === end ? text : undefined;
}

function rowOf(bytes: Buffer): string {
  return hex(bytes).replaceAll(/.{16}/g, " $&");
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
