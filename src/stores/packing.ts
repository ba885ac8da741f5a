/**
 * The text of a case ↔ few bytes, without loss. Event ids and hashes look random, so that deflating hardly shortens them:
 * they are taken out of the text and kept as bytes. JSON never holds a control character as such, so two of them can mark
 * the places.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { DICTIONARY } from "./dictionary.ts";

const LEVEL = 6;
/** Little memory to set up each time: a case is a few kilobytes. */
const MEMORY_LEVEL = 5;
const LENGTH_BYTES = 4;

const HASH = "\u0001";
const UUID = "\u0002";
const HASH_BYTES = 32;
const UUID_BYTES = 16;
/** Whole strings only: the quotes make a text without any quick to pass over. */
const RANDOM =
  /(?<=")[0-9a-f]{8}(?:[0-9a-f]{56}|-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?=")/g;
const MARK = new RegExp(`[${HASH}${UUID}]`, "g");

/** Of `text`, which must be JSON as `JSON.stringify` writes it without indenting. */
export function pack(text: string): Buffer {
  const taken: string[] = [];
  const marked = text.replace(RANDOM, (found) => {
    const isUuid = found[8] === "-";
    taken.push(isUuid ? found.replaceAll("-", "") : found);
    return isUuid ? UUID : HASH;
  });
  const random = Buffer.from(taken.join(""), "hex");
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(random.length);
  const settings = { level: LEVEL, memLevel: MEMORY_LEVEL, dictionary: DICTIONARY };
  return Buffer.concat([length, random, deflateRawSync(marked, settings)]);
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
    at += mark === UUID ? UUID_BYTES : HASH_BYTES;
    const hex = bytes.toString("hex", from, Math.min(at, end));
    return mark === UUID ? uuidOf(hex) : hex;
  });
  return at === end ? text : undefined;
}

function uuidOf(hex: string): string {
  const [a, b, c, d] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return `${a}-${b}-${c}-${d}-${hex.slice(20)}`;
}

function inflated(bytes: Buffer, bytesMax: number): string | undefined {
  try {
    return inflateRawSync(bytes, { dictionary: DICTIONARY, maxOutputLength: bytesMax }).toString();
  } catch {
    return undefined;
  }
}
