/** What the register keeps without being able to read it: secrets sealed and codes hashed under the key of the accounts. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = "aes-256-gcm";

export interface Vault {
  /** Seals a text for one place (`what`): sealed for another, it does not open. */
  seal(text: string, what: string): string;
  /** Throws when the text was not sealed here for this place. */
  open(sealed: string, what: string): string;
  /** 64 hexadecimal digits, the same for the same text and place for ever. */
  hash(text: string, what: string): string;
}

/** `secret`: 32 bytes from the keyring. Sealing and hashing take keys of their own. */
export function vaultOf(secret: Uint8Array): Vault {
  const sealKey = Buffer.from(hkdfSync("sha256", secret, "", "seal", KEY_BYTES));
  const hashKey = Buffer.from(hkdfSync("sha256", secret, "", "hash", KEY_BYTES));
  return {
    seal(text, what) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, sealKey, nonce).setAAD(Buffer.from(what));
      const bytes = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, bytes, cipher.getAuthTag()]).toString("base64url");
    },
    open(sealed, what) {
      const bytes = Buffer.from(sealed, "base64url");
      const decipher = createDecipheriv(CIPHER, sealKey, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(what)).setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString("utf8");
    },
    hash: (text, what) => createHmac("sha256", hashKey).update(`${what}\0${text}`).digest("hex"),
  };
}
