/** Signed heads: Ed25519 (RFC 8032) over number and hash of an entry, and the day. */
import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { canonical } from "./hashing.ts";
import type { Head } from "./schema.ts";

export interface Signer {
  /** The public key, base64url. */
  readonly key: string;
  sign(at: Pick<Head, "index" | "hash" | "day">): Head;
}

/** What stands before the 32 bytes of a private Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** `seed`: 32 secret bytes; the same seed gives the same key. Throws on any other length. */
export function signerOf(seed: Uint8Array): Signer {
  const der = Buffer.concat([PKCS8_PREFIX, seed]);
  const secret = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const { x: key } = createPublicKey(secret).export({ format: "jwk" });
  if (key === undefined) throw new Error("an Ed25519 key without its public half");
  return {
    key,
    sign: ({ index, hash, day }) => {
      const signature = sign(null, signedBytes({ index, hash, day }), secret);
      return { index, hash, day, key, signature: signature.toString("base64url") };
    },
  };
}

/** Was this head signed by the key it names? Whose key that is, is for the reader to know. */
export function isSigned({ key, signature, ...at }: Head): boolean {
  try {
    const jwk = { kty: "OKP", crv: "Ed25519", x: key };
    const known = createPublicKey({ key: jwk, format: "jwk" });
    return verify(null, signedBytes(at), known, Buffer.from(signature, "base64url"));
  } catch {
    // Bytes that are no key.
    return false;
  }
}

function signedBytes({ index, hash, day }: Pick<Head, "index" | "hash" | "day">): Buffer {
  return Buffer.from(`distinguo signed head 1\0${canonical({ index, hash, day })}`);
}

const CHINA_MS = 8 * 3_600_000;

/** The day in China (UTC+8, no summer time) at `atMs`, ISO. */
export function dayAt(atMs: number): string {
  return new Date(atMs + CHINA_MS).toISOString().slice(0, 10);
}
