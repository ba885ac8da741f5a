/** Looks for what must not be told, in every form in which a program may write it down without meaning to. */
import { createHash } from "node:crypto";

/** What a place may never hold; `exceptIn` names the places that hold it by design. */
export interface Secret {
  readonly name: string;
  readonly text: string;
  /** People are known by it: a plain hash of it tells them as well, for whoever can try them all. */
  readonly identity?: true;
  readonly exceptIn?: readonly string[];
}

export interface Place {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Bytes are compared as characters of one byte each. */
const BYTES = "latin1";
/** A shorter piece of base64 could stand anywhere by chance. */
const BASE64_CHARACTERS_MIN = 10;

/** Every way in which the text may have been written, as bytes in a string, with its name. */
export function formsOf({ text, identity }: Pick<Secret, "text" | "identity">) {
  const utf8 = Buffer.from(text, "utf8");
  const utf16 = Buffer.from(text, "utf16le");
  const forms: Readonly<Record<string, readonly string[]>> = {
    "UTF-8": [utf8.toString(BYTES)],
    "UTF-16": [utf16.toString(BYTES), Buffer.from(utf16).swap16().toString(BYTES)],
    base64: [utf8, utf16].flatMap(base64Of),
    hexadecimal: [utf8, utf16].flatMap((bytes) =>
      inBothCases((digits) => perByte(bytes, (byte) => digits(byte, 2))),
    ),
    "url-encoded": addressesOf(text),
    escaped: [
      ...inBothCases((digits) => perUnit(text, (unit) => `\\u${digits(unit, 4)}`)),
      ...inBothCases((digits) => perUnit(text, (unit) => `&#x${digits(unit, 1)};`)),
      perUnit(text, (unit) => `&#${unit};`),
    ],
    "hashed in the plain": identity === undefined ? [] : hashesOf(text),
  };
  return Object.entries(forms).flatMap(([form, all]) =>
    [...new Set(all)].map((bytes) => [form, bytes] as const),
  );
}

/** Where which secret was found in which form; none is as it should be. */
export function tracesIn(places: readonly Place[], secrets: readonly Secret[]): readonly string[] {
  const read = places.map(({ name, bytes }) => ({
    name,
    text: `${name}\n${Buffer.from(bytes).toString(BYTES)}`,
  }));
  return secrets.flatMap((secret) => {
    const told = read.filter(({ name }) => secret.exceptIn?.includes(name) !== true);
    return formsOf(secret).flatMap(([form, bytes]) =>
      told
        .filter(({ text }) => text.includes(bytes))
        .map(({ name }) => `${secret.name}, ${form}: ${name}`),
    );
  });
}

/** Base64 tells bytes in groups of three: whatever stands before them moves them by none, one or two places. */
function base64Of(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const moved = Buffer.concat([Buffer.alloc(before), bytes]);
    // The first group holds what stands before; of the last, only the characters that nothing after it changes count.
    const from = before === 0 ? 0 : 4;
    const text = moved.toString("base64").slice(from, Math.floor((moved.length * 8) / 6));
    if (text.length < BASE64_CHARACTERS_MIN) return [];
    return [text, text.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

type Digits = (value: number, count: number) => string;
const small: Digits = (value, count) => value.toString(16).padStart(count, "0");
const capital: Digits = (value, count) => small(value, count).toUpperCase();

/** With the digits A to F in either case. */
const inBothCases = (write: (digits: Digits) => string) => [write(small), write(capital)];

const perByte = (bytes: Buffer, one: (byte: number) => string) => Array.from(bytes, one).join("");
const perUnit = (text: string, one: (unit: number) => string) =>
  Array.from({ length: text.length }, (_, at) => one(text.charCodeAt(at))).join("");

function addressesOf(text: string): readonly string[] {
  const usual = encodeURIComponent(text);
  return [
    usual,
    usual.replaceAll(/%[0-9A-F]{2}/g, (digits) => digits.toLowerCase()),
    ...inBothCases((digits) => perByte(Buffer.from(text), (byte) => `%${digits(byte, 2)}`)),
  ];
}

function hashesOf(text: string): readonly string[] {
  const digests = ["sha256", "sha1", "md5"].map((kind) => createHash(kind).update(text).digest());
  return digests.flatMap((digest) => [
    digest.toString(BYTES),
    digest.toString("hex"),
    digest.toString("base64").replace(/=+$/, ""),
    digest.toString("base64url"),
  ]);
}
