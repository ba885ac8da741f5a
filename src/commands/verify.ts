/** `verify [RECEIPT] [--data DIR] [--chain DIR] [--key KEY]`: is a receipt, and the chain it is in, what was given at the time? Offline. */
import { folderArchive } from "../app/archive.ts";
import type { Bundle } from "../content/bundle.ts";
import { err, ok, type Problem, type Result } from "../policy/result.ts";
import { EnvironmentFault } from "../ports.ts";
import { PublicKey, type Receipt } from "../receipts/schema.ts";
import { checkChain, type ChainReport } from "../receipts/verify-chain.ts";
import {
  keyProblems,
  readReceipt,
  RECEIPT_BYTES_MAX,
  replayProblems,
} from "../receipts/verify-receipt.ts";
import { chainFirsts, readChainFile } from "../stores/chain-disk.ts";
import { faultCode, machineDisk } from "../stores/disk.ts";
import { chainFolder } from "../stores/receipt-chain.ts";
import { shippedBundle } from "./content.ts";
import {
  misuse,
  printJson,
  printLine,
  reportProblems,
  type ExitCode,
  type Invocation,
} from "./output.ts";

const USAGE = "usage: distinguo verify [RECEIPT] [--data DIR] [--chain DIR] [--key KEY] [--json]";
const NO_KEY = "--key takes a public key as a receipt names it: 43 letters, digits, - and _";

/**
 * With a data folder, its chain is walked, and its archive looked in for the version the receipt names. With a key, whoever
 * signed must have held its secret half: without one, what somebody else signed all over again cannot be told apart.
 */
export async function verify(invocation: Invocation): Promise<ExitCode> {
  const [file, ...rest] = invocation.args;
  const { data, key } = invocation.options;
  const { chain = data === undefined ? undefined : chainFolder(data) } = invocation.options;
  if (rest.length > 0 || (file === undefined && chain === undefined))
    return misuse(invocation, USAGE);
  if (key !== undefined && !PublicKey.safeParse(key).success) return misuse(invocation, NO_KEY);
  const receipt = file === undefined ? undefined : await receiptIn(file);
  if (receipt?.ok === false) return reportProblems(invocation, receipt.error);
  const known = receipt?.value;
  const walked = chain === undefined ? undefined : await walk(chain, known, key);
  const problems = [
    ...(known === undefined ? [] : await receiptProblems(known, file ?? "", data, key)),
    ...(walked === undefined ? [] : chainProblems(walked)),
  ];
  if (problems.length > 0) return reportProblems(invocation, problems);
  if (invocation.json)
    printJson(invocation, {
      ok: true,
      key: key === undefined ? "taken as given" : "as expected",
      receipt: known === undefined ? null : receiptSummary(known),
      chain: walked === undefined ? null : chainSummary(walked),
    });
  else for (const line of linesOf(known, walked, key)) printLine(invocation, line);
  return 0;
}

async function receiptIn(file: string): Promise<Result<Receipt>> {
  const text = await receiptText(file);
  const read = text.ok ? readReceipt(text.value) : text;
  return read.ok ? read : err(read.error.map((problem) => inFile(problem, file)));
}

const inFile = (problem: Problem, file: string): Problem => ({
  ...problem,
  at: { file, line: 1, column: 1 },
});

async function receiptText(file: string): Promise<Result<string>> {
  const unreadable = (why: string) =>
    err([{ code: "input/unreadable", message: `cannot be read (${why})` } as const]);
  try {
    const bytes = await machineDisk.read(file, RECEIPT_BYTES_MAX);
    if (bytes === undefined) return unreadable("ENOENT");
    if (bytes.byteLength > RECEIPT_BYTES_MAX)
      return err([{ code: "input/too-long", message: `more than ${RECEIPT_BYTES_MAX} bytes` }]);
    return ok(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    return unreadable(faultCode(error) ?? "not UTF-8");
  }
}

async function receiptProblems(
  receipt: Receipt,
  file: string,
  data: string | undefined,
  key: string | undefined,
): Promise<readonly Problem[]> {
  const signed = key === undefined ? [] : keyProblems(receipt, key);
  return [
    ...signed.map((problem) => inFile(problem, file)),
    ...(await replayed(receipt, file, data)),
  ];
}

async function replayed(
  receipt: Receipt,
  file: string,
  data: string | undefined,
): Promise<readonly Problem[]> {
  const { bundle, pack } = receipt.content;
  const found = await bundleNamed(bundle, data);
  if (!found.ok) return found.error;
  const problems =
    found.value === undefined
      ? [{ code: "receipt/version", message: `version ${bundle} is not here; see --data` } as const]
      : replayProblems(receipt, found.value.compiled(pack));
  return problems.map((problem) => inFile(problem, file));
}

/** The schema of a receipt lets only 64 hex digits through, so that its name is no path. */
async function bundleNamed(
  hash: string,
  data: string | undefined,
): Promise<Result<Bundle | undefined>> {
  const shipped = await shippedBundle();
  if (shipped.ok && shipped.value.bundle === hash) return shipped;
  return ok(data === undefined ? undefined : await folderArchive(data).get(hash));
}

/** Rejects with an EnvironmentFault when there is no chain to be read in the folder. */
async function walk(
  folder: string,
  receipt: Receipt | undefined,
  key: string | undefined,
): Promise<ChainReport> {
  const check = checkChain(receipt?.head, key);
  try {
    const firsts = await chainFirsts(folder, machineDisk);
    if (firsts.length === 0) throw new EnvironmentFault(`there is no receipt chain in ${folder}`);
    for (const first of firsts) {
      const file = await readChainFile(folder, first, machineDisk);
      if (file === undefined)
        throw new EnvironmentFault(`a file in ${folder} is too large to be part of a chain`);
      check.take(file);
    }
  } catch (error) {
    const code = faultCode(error);
    if (code === undefined) throw error;
    throw new EnvironmentFault(`${folder} cannot be read (${code})`, { cause: error });
  }
  return check.end();
}

function chainProblems({ problems, problemCount }: ChainReport): readonly Problem[] {
  const more = problemCount - problems.length;
  return more === 0 ? problems : [...problems, { code: "chain/more", message: `${more} more` }];
}

function receiptSummary({ content, entry, head }: Receipt) {
  const { bundle, pack, verdict } = content;
  const { range, presumed } = verdict;
  return {
    index: entry.index,
    hash: entry.hash,
    day: head.day,
    key: head.key,
    bundle,
    pack,
    range,
    presumed,
  };
}

function chainSummary({ entries, heads, signed, day, key }: ChainReport) {
  return { entries, heads, signed, day, key };
}

function linesOf(
  receipt: Receipt | undefined,
  chain: ChainReport | undefined,
  key: string | undefined,
): readonly string[] {
  const own = receipt === undefined ? undefined : receiptSummary(receipt);
  return [
    ...(own === undefined
      ? []
      : [
          `receipt: entry ${own.index}, ${own.day}, ${own.hash}`,
          `replayed: the same, ${own.presumed} (range ${own.range.join(", ")})`,
          `signed with: ${own.key}`,
        ]),
    ...(chain === undefined
      ? []
      : [
          `chain: ${chain.entries} entries, ${chain.heads} signed heads, the last on ${chain.day ?? "no day"}`,
          `  ${chain.entries - chain.signed} entries after the last head`,
          `  signed with: ${chain.key ?? "nothing yet"}`,
          ...(own === undefined ? [] : ["  the receipt's entry is in it"]),
        ]),
    key === undefined
      ? "whose key that is was not checked: compare it with /receipt-key of the bot, or give it with --key"
      : "the key is the one that was given",
  ];
}
