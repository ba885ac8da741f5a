/** Reads what somebody hands in as a receipt, and replays it. */
import * as z from "zod";
import type { Compiled } from "../policy/compile.ts";
import { err, ok, type Problem, type Result } from "../policy/result.ts";
import { accountIn, contentOf } from "./content.ts";
import { canonical, reportHashOf } from "./hashing.ts";
import { brokenAt, type Broken } from "./receipt.ts";
import { Receipt } from "./schema.ts";

/** A copy with a long story has some 30,000 bytes. */
export const RECEIPT_BYTES_MAX = 1_000_000;

/** The copy as the talk gives it: the receipt, and beside it what people read. */
const Copy = z.looseObject({
  receipt: z.unknown().optional(),
  account: z.unknown().optional(),
  verdict: z.unknown().optional(),
});

const BROKEN: Readonly<Record<Broken, string>> = {
  commitment: "facts, verdict or salt are not those committed to",
  entry: "the entry's hash is not that of the entry",
  head: "the signed head is that of another entry",
  signature: "the head was not signed by the key it names",
};

/**
 * The receipt in a text: a whole copy, or the receipt alone. Problems: receipt/syntax, receipt/form, receipt/broken, and
 * receipt/readable where what people read beside it says something else.
 */
export function readReceipt(text: string): Result<Receipt> {
  const given = parsed(text);
  if (given === undefined) return err([problem("syntax", "is not JSON")]);
  const copy = Copy.safeParse(given.value);
  const raw = copy.success && Object.hasOwn(copy.data, "receipt") ? copy.data.receipt : given.value;
  const receipt = Receipt.safeParse(raw);
  if (!receipt.success) {
    const fields = receipt.error.issues.map(({ path }) => path.join(".") || "(whole)");
    return err([
      problem("form", `is not a receipt: ${[...new Set(fields)].slice(0, 5).join(", ")}`),
    ]);
  }
  // What the schema passed over in silence would be neither checked nor seen.
  if (!isSame(receipt.data, raw)) return err([problem("form", "holds more than a receipt")]);
  const broken = brokenAt(receipt.data);
  if (broken !== undefined) return err([problem("broken", BROKEN[broken])]);
  const told =
    raw === given.value || !copy.success ? [] : readableProblems(receipt.data, copy.data);
  return told.length === 0 ? ok(receipt.data) : err(told);
}

/** `pinned`: the public key that is known to be the right one. Anybody can sign what they like with a key of their own. */
export function keyProblems({ head }: Receipt, pinned: string): readonly Problem[] {
  return head.key === pinned
    ? []
    : [problem("key", "was signed with another key than the one that was given")];
}

/** Decides again under the content the receipt names. Answers the problem, or nothing when every byte is the same. */
export function replayProblems(receipt: Receipt, compiled: Compiled): readonly Problem[] {
  const { content } = receipt;
  const missing = [problem("replay", "holds facts that its version does not know")];
  try {
    // A pack that this version does not have would be decided without it.
    if ((compiled.pack?.id ?? null) !== content.pack) return missing;
    const again = contentOf(compiled, accountIn(content), content.bundle);
    // The report's wording may change with the program; what it says is in the ids.
    const replayed = canonical({ ...again, report: content.report });
    return replayed === canonical(content)
      ? []
      : [problem("replay", "its version decides otherwise on these facts")];
  } catch {
    return missing;
  }
}

function readableProblems(
  { content }: Receipt,
  { account, verdict }: z.infer<typeof Copy>,
): readonly Problem[] {
  return [
    ...(isSame(withSortedUnsure(account), accountIn(content))
      ? []
      : [problem("readable", "the account beside the receipt is not the one committed to")]),
    ...(hashOrNothing(verdict) === content.report
      ? []
      : [problem("readable", "the verdict beside the receipt is not the one committed to")]),
  ];
}

/** In the copy they stand in the order of the answers. */
function withSortedUnsure(account: unknown): unknown {
  const read = z.looseObject({ unsure: z.array(z.string()) }).safeParse(account);
  return read.success ? { ...read.data, unsure: read.data.unsure.toSorted() } : account;
}

function isSame(one: unknown, other: unknown): boolean {
  try {
    return canonical(one) === canonical(other);
  } catch {
    return false;
  }
}

function hashOrNothing(value: unknown): string | undefined {
  try {
    return reportHashOf(value);
  } catch {
    return undefined;
  }
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function problem(what: string, message: string): Problem {
  return { code: `receipt/${what}`, message };
}
