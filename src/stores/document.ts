/** What a store keeps of one case, and the checks on the way in and out. */
import * as z from "zod";
import { Case, inCurrentForm } from "../dialogue/case.ts";
import type { StoredCase } from "../ports.ts";
import { fitsOf } from "./fits.ts";

/** Bytes of one stored case. Far above any real one; a larger file is not ours and is not read whole. */
export const DOCUMENT_BYTES_MAX = 64 * 1024 * 1024;

const StoredDocument = z.strictObject({ revision: z.int().min(1), case: Case });
const isStoredDocument = fitsOf(StoredDocument);
/** In this order a case is written: what is alike in all of them comes where deflating expects it. */
const FIELDS = Object.keys(Case.shape) as readonly (keyof Case)[];
/** Bytes of one UTF-16 unit in UTF-8, at most. */
const UNIT_BYTES_MAX = 3;

/** The bytes are no case of ours. `message` says why in words that hold nothing of the content. */
export class DamagedDocument extends Error {
  override readonly name = "DamagedDocument";
}

/**
 * The document as text: what the caller does to the case from here on changes nothing. Throws a TypeError when it is too
 * large, or breaks the schema; that names the fields at fault, never their values.
 */
export function textOf(document: StoredCase): string {
  if (!isStoredDocument(document))
    throw new TypeError(`the case breaks its schema at ${faultsIn(document)}`);
  const text = JSON.stringify({ revision: document.revision, case: inOrder(document.case) });
  if (
    text.length * UNIT_BYTES_MAX > DOCUMENT_BYTES_MAX &&
    Buffer.byteLength(text) > DOCUMENT_BYTES_MAX
  )
    throw new TypeError(`the case is larger than ${DOCUMENT_BYTES_MAX} bytes`);
  return text;
}

function inOrder(current: Case): object {
  const ordered: Partial<Record<keyof Case, unknown>> = {};
  for (const field of FIELDS) if (current[field] !== undefined) ordered[field] = current[field];
  return ordered;
}

/** The fields at fault. */
function faultsIn(document: StoredCase): string {
  const { error } = StoredDocument.safeParse(document);
  return (error?.issues ?? []).map((issue) => issue.path.join(".") || "(whole)").join(", ");
}

/** The case in `text`, fresh at every call. Throws `DamagedDocument` unless it is a whole case. */
export function decodeDocument(text: string): StoredCase {
  const found = inThisForm(parseJson(text));
  if (!isStoredDocument(found)) throw new DamagedDocument("not a case of this version");
  return found as StoredCase;
}

/** The case in `text`, which was `textOf` or decoded before, fresh at every call. */
export function decodeKnown(text: string): StoredCase {
  return inThisForm(JSON.parse(text)) as StoredCase;
}

function inThisForm(found: unknown): unknown {
  if (typeof found === "object" && found !== null && "case" in found)
    found.case = inCurrentForm(found.case);
  return found;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DamagedDocument("not whole JSON");
  }
}
