/** Tokens and codes from the machine's own randomness. */
import { createHash, randomBytes, randomInt } from "node:crypto";

const TOKEN_BYTES = 32;
/** What such a token looks like; anything else is not looked up. */
export const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const ID_BYTES = 8;
/** Nothing that is read as something else: no 0 and O, no 1, I and L. */
const LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const GROUP = 4;

/** 256 bits, for cookies and links. */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString("base64url");

export const newId = (): string => randomBytes(ID_BYTES).toString("hex");

/** Enough for a token of 256 bits: nobody can try them all. */
export const hashOfToken = (token: string): string =>
  createHash("sha256").update(token).digest("hex");

/** A code to be read and typed, in groups of four: about 20 bits a group. */
export function newCode(groups: number): string {
  const group = () =>
    Array.from({ length: GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return Array.from({ length: groups }, group).join("-");
}

/** The code as it is compared: small letters, blanks and dashes do not matter. */
export const tidyCode = (typed: string): string =>
  typed.normalize("NFKC").toUpperCase().replaceAll(/[\s-]/g, "");
