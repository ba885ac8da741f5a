/**
 * The bytes of one case on the medium, version 2. In clear: magic and version, which process wrote it (version 1 does not
 * tell), id of the master key, serial of the case key, and when the case was last changed; then the case key wrapped by
 * the master key, then the content under the case key. AES-256-GCM both times, with a new random nonce each. `name` is the
 * name of the file: it is authenticated, so that no file can stand in for another. The writer is not: it only tells whose
 * a second file is that was left behind (claim.ts).
 */
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { KEY_BYTES, MASTER_ID_BYTES, type MasterKey } from "./keyring.ts";

const CIPHER = "aes-256-gcm";
const MAGIC = Buffer.from("DCAS", "latin1");
const VERSION = 2;
/** What both versions are bound to. */
const BOUND_TO = Buffer.from("DCAS\u0001", "latin1");
/** Process id and start, as `ownWriter` in claim.ts puts them. */
export const WRITER_BYTES = 10;
export const WRITER_AT = MAGIC.length + 1;
export const SERIAL_BYTES = 16;
const CHANGED_BYTES = 6;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES;
const NAMED_BYTES = MASTER_ID_BYTES + SERIAL_BYTES + CHANGED_BYTES;
/** What stands in clear before the wrapped key. */
export const CLEAR_BYTES = WRITER_AT + WRITER_BYTES + NAMED_BYTES;
/** What stands before the content. */
export const HEADER_BYTES = CLEAR_BYTES + WRAPPED_BYTES;
/** No two writes have the same beginning of this length: it ends with the content's nonce. */
export const BEGINNING_BYTES = HEADER_BYTES + NONCE_BYTES;
/** What an envelope adds to its content. */
export const ENVELOPE_BYTES = BEGINNING_BYTES + TAG_BYTES;

/** What the first `HEADER_BYTES` of a case file tell. */
export interface Header {
  readonly masterId: Buffer;
  readonly serial: Buffer;
  /** Milliseconds since the epoch. */
  readonly changedMs: number;
  /** The case key, wrapped. */
  readonly wrapped: Buffer;
  /** Bytes in clear before that, and all before the content. */
  readonly clearBytes: number;
  readonly headerBytes: number;
}

/** The key of one case, open and wrapped. It stays with its case until that is erased. */
export interface CaseKey extends Pick<Header, "masterId" | "serial" | "wrapped"> {
  readonly secret: KeyObject;
}

/** undefined: not the beginning of a case file of this version or the one before. */
export function readHeader(bytes: Uint8Array): Header | undefined {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const writtenBytes = WRITTEN_BYTES[all[MAGIC.length] ?? 0];
  if (writtenBytes === undefined || !all.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  let at = WRITER_AT + writtenBytes;
  const clearBytes = at + NAMED_BYTES;
  if (all.length < clearBytes + WRAPPED_BYTES) return undefined;
  const next = (length: number) => all.subarray(at, (at += length));
  return {
    masterId: next(MASTER_ID_BYTES),
    serial: next(SERIAL_BYTES),
    changedMs: next(CHANGED_BYTES).readUIntBE(0, CHANGED_BYTES),
    wrapped: next(WRAPPED_BYTES),
    clearBytes,
    headerBytes: clearBytes + WRAPPED_BYTES,
  };
}

/** Bytes of the writer, by version. */
const WRITTEN_BYTES: Readonly<Record<number, number>> = { 1: 0, [VERSION]: WRITER_BYTES };

/** What a file begins with that holds nothing but who made it. */
export function signedBy(writer: Buffer): Buffer {
  return Buffer.concat([MAGIC, Buffer.of(VERSION), writer]);
}

/** A fresh random key for the case in file `name`. */
export function newCaseKey(master: MasterKey, name: string): CaseKey {
  const secret = createSecretKey(randomBytes(KEY_BYTES));
  return wrap(master, name, randomBytes(SERIAL_BYTES), secret);
}

/** The same key under another master key. */
export function wrap(master: MasterKey, name: string, serial: Buffer, secret: KeyObject): CaseKey {
  const wrapped = encrypt(master.secret, secret.export(), bound("key", name, serial));
  return { masterId: master.id, serial, secret, wrapped };
}

/** undefined: altered, or the file of another case. `master` must be the one `header` names. */
export function unwrap(master: MasterKey, name: string, header: Header): CaseKey | undefined {
  const { masterId, serial, wrapped } = header;
  const secret = decrypt(master.secret, wrapped, bound("key", name, serial));
  // Copies: what was read belongs to a buffer with the whole file in it, and a key may outlive that.
  return secret === undefined
    ? undefined
    : {
        masterId: Buffer.from(masterId),
        serial: Buffer.from(serial),
        wrapped: Buffer.from(wrapped),
        secret: createSecretKey(secret),
      };
}

export interface Sealing {
  readonly key: CaseKey;
  /** Of the file. */
  readonly name: string;
  readonly changedMs: number;
  readonly writer: Buffer;
}

/** The whole file. */
export function seal(content: Uint8Array, { key, name, changedMs, writer }: Sealing): Buffer {
  const changed = changedBytes(changedMs);
  return Buffer.concat([
    headerBytes(key, changed, writer),
    encrypt(key.secret, content, bound("case", name, key.serial, changed)),
  ]);
}

/** undefined: truncated or altered. */
export function open(bytes: Uint8Array, key: CaseKey, name: string): Buffer | undefined {
  const header = readHeader(bytes);
  if (header === undefined) return undefined;
  const aad = bound("case", name, key.serial, changedBytes(header.changedMs));
  return decrypt(key.secret, bytes.subarray(header.headerBytes), aad);
}

/** The same file with its key wrapped anew; the content's bytes are not touched. */
export function withKey(bytes: Uint8Array, header: Header, key: CaseKey, writer: Buffer): Buffer {
  const changed = changedBytes(header.changedMs);
  return Buffer.concat([headerBytes(key, changed, writer), bytes.subarray(header.headerBytes)]);
}

function headerBytes({ masterId, serial, wrapped }: CaseKey, changed: Buffer, writer: Buffer) {
  return Buffer.concat([signedBy(writer), masterId, serial, changed, wrapped]);
}

function changedBytes(changedMs: number): Buffer {
  const bytes = Buffer.alloc(CHANGED_BYTES);
  bytes.writeUIntBE(changedMs, 0, CHANGED_BYTES);
  return bytes;
}

/** Name and serial have a fixed length, so that no two bindings read the same. */
function bound(what: "key" | "case", name: string, serial: Buffer, changed?: Buffer): Buffer {
  const parts = [BOUND_TO, Buffer.from(`${what}\0${name}\0`), serial];
  return Buffer.concat(changed === undefined ? parts : [...parts, changed]);
}

function encrypt(secret: KeyObject, plain: Uint8Array, aad: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, secret, nonce, { authTagLength: TAG_BYTES }).setAAD(aad);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(secret: KeyObject, bytes: Uint8Array, aad: Buffer): Buffer | undefined {
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const end = bytes.length - TAG_BYTES;
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, secret, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad).setAuthTag(bytes.subarray(end));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, end)), decipher.final()]);
  } catch {
    return undefined;
  }
}
