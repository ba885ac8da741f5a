/** What a store keeps of one case, and the checks on the way in and out. */
import * as z from "zod";
import { Case } from "../dialogue/case.ts";
import type { StoredCase } from "../ports.ts";

/** Bytes of one stored case. Far above any real one; a larger file is not ours and is not read whole. */
export const DOCUMENT_BYTES_MAX = 64 * 1024 * 1024;

const StoredDocument = z.strictObject({ revision: z.int().min(1), case: Case });

/** The bytes are no case of ours. `message` says why in words that hold nothing of the content. */
export class DamagedDocument extends Error {
  override readonly name = "DamagedDocument";
}

/**
 * The document as text: what the caller does to the case from here on changes nothing. Throws a TypeError when it is too
 * large, or breaks the schema; that names the fields at fault, never their values.
 */
export function textOf(document: StoredCase): string {
  const checked = StoredDocument.safeParse(document);
  if (!checked.success) {
    const fields = checked.error.issues.map((issue) => issue.path.join(".") || "(whole)");
    throw new TypeError(`the case breaks its schema at ${fields.join(", ")}`);
  }
  const text = JSON.stringify(checked.data);
  if (Buffer.byteLength(text) > DOCUMENT_BYTES_MAX)
    throw new TypeError(`the case is larger than ${DOCUMENT_BYTES_MAX} bytes`);
  return text;
}

/** The case in `text`, fresh at every call. Throws `DamagedDocument` unless it is a whole case. */
export function decodeDocument(text: string): StoredCase {
  const checked = StoredDocument.safeParse(parseJson(text));
  if (!checked.success) throw new DamagedDocument("not a case of this version");
  return checked.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DamagedDocument("not whole JSON");
  }
}
