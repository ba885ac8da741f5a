/** Proves a policy before it may be used: each theorem in its time, each failure at its place in the files. */
import type { World } from "../dialogue/world.ts";
import { decide } from "../policy/decide.ts";
import { DiagramTooLarge } from "../policy/diagram.ts";
import type { Compiled } from "../policy/compile.ts";
import { PolicyTooLarge } from "../policy/growth.ts";
import { FIRST, OF_EACH_LAW, OF_EACH_PACK, OF_THE_POLICY } from "../policy/prove.ts";
import type { Finding, Witness } from "../policy/proofs/finding.ts";
import { lawOf, type Law, type Laws } from "../policy/proofs/laws.ts";
import { percent, shareOf } from "../policy/proofs/total.ts";
import type { Problem } from "../policy/result.ts";
import type { Pack } from "../policy/schema-pack.ts";
import { noDeadWords } from "./dead-words.ts";
import type { Texts } from "./folder.ts";
import { placeOf, startOf } from "./places.ts";
import type { PolicyFiles } from "./policy-files.ts";
import type { AllWords } from "./words-files.ts";

export interface Theorem {
  /** With a colon and the pack's id where it is proved of one pack. */
  readonly id: string;
  readonly holds: boolean;
  readonly ms: number;
  /** Of the first failure; where it fails. */
  readonly witness?: Witness;
  /** What was found beside that it holds. */
  readonly note?: string;
}

export interface Proof {
  readonly problems: readonly Problem[];
  readonly theorems: readonly Theorem[];
}

export interface ProofOptions {
  /** ISO date of the check. */
  readonly day?: string;
  /** The words to be checked against what can be said, with the files they stand in. */
  readonly spoken?: { readonly words: AllWords; readonly texts: Texts };
}

/** Problems: policy/*, each at its place. Nothing follows once one is policy/too-large or policy/impossible. */
export function provePolicy(
  files: PolicyFiles,
  packs: readonly Pack[],
  compiled: World["compiled"],
  options: ProofOptions = {},
): Proof {
  const problems: Problem[] = [];
  const theorems: Theorem[] = [];
  const dead = new Set<string>();
  const book: Book = {
    prove: (id, find, isSaid = () => true) => {
      const started = performance.now();
      const found = find();
      theorems.push(theoremOf(id, found, performance.now() - started));
      const said = found.filter((one) => isSaid(one) && !dead.has(causeOf(one)));
      problems.push(...said.map((one) => problemOf(files, one)));
      for (const one of found) dead.add(deadIn(one));
      return found.length === 0;
    },
    note: (id, note) => {
      const at = theorems.findIndex((theorem) => theorem.id === id);
      const known = theorems[at];
      if (known !== undefined) theorems[at] = { ...known, note };
    },
  };
  const made: Under = {};
  try {
    proveAll(book, packs, compiled, options, made);
  } catch (error) {
    if (!(error instanceof DiagramTooLarge)) throw error;
    const known = error instanceof PolicyTooLarge;
    const large = known ? error : new PolicyTooLarge(error.message, made.law?.growth() ?? []);
    theorems.push({
      id: "stays-within-bounds",
      holds: false,
      ms: 0,
      witness: { ids: large.rules.map(({ id }) => id) },
    });
    problems.push(tooLarge(files, large, made.pack));
  }
  return { problems, theorems };
}

/** What was under way when a proof had to be given up. */
interface Under {
  law?: Compiled;
  pack?: string;
}

/** Where the theorems are entered. */
interface Book {
  /** Answers whether it holds. What `isSaid` leaves out was said of the national rules already. */
  readonly prove: (
    id: string,
    find: () => readonly Found[],
    isSaid?: (finding: Found) => boolean,
  ) => boolean;
  readonly note: (id: string, note: string) => void;
}

/** What is dead by a finding; empty where it is of another kind. */
function deadIn({ code, at }: Found): string {
  if (at === undefined || "file" in at) return "";
  if (code === "policy/dead-rule" && at.list === "rules") return `rule ${at.id}`;
  if (code === "policy/dead-pack") return `pack ${at.pack}`;
  return code === "policy/dead-question" ? `question ${at.id}` : "";
}

/** What has to be dead for a finding to follow from it: the example of a dead rule, the words of a dead question. */
function causeOf({ code, at, witness }: Found): string {
  if (code === "policy/dead-prompt") return `question ${witness.ids?.[0]}`;
  if (code !== "policy/example" || at === undefined || "file" in at) return "none";
  return at.pack === undefined ? `rule ${at.id}` : `pack ${at.pack}`;
}

/** A finding of the policy, or one with a place of its own. */
type Found = Finding | (Problem & { readonly witness: Witness });

function proveAll(
  book: Book,
  packs: readonly Pack[],
  compiled: World["compiled"],
  { day, spoken }: ProofOptions,
  under: Under,
): void {
  const ready = (id: string | null): Law => {
    if (id !== null) under.pack = id;
    under.law = compiled(id);
    return lawOf(under.law);
  };
  const national = ready(null);
  if (!book.prove(FIRST.id, () => FIRST.prove({ national, local: [] }))) return;
  const local = packs.map(({ id }) => ready(id));
  const laws: Laws = { national, local, ...(day === undefined ? {} : { day }) };
  for (const { id, prove } of OF_THE_POLICY) book.prove(id, () => prove(laws));
  book.note("total-and-single", shareNote(national));
  if (spoken !== undefined)
    book.prove("no-dead-words", () => noDeadWords(laws, spoken.words, spoken.texts));
  const failed = OF_EACH_LAW.filter(({ id, prove }) => !book.prove(id, () => prove(national)));
  book.prove("a-verdict-fits", () => verdictFits(national));
  for (const law of local) provePack(book, law, new Set(failed.map(({ id }) => id)));
}

/** What is wrong with the national rules shows again under every pack; it is said once. */
function provePack(book: Book, law: Law, failed: ReadonlySet<string>): void {
  const pack = law.pack?.id ?? "";
  for (const { id, prove } of [...OF_EACH_PACK, ...OF_EACH_LAW]) {
    const isOwn = ({ at }: Found) => !failed.has(id) || (at !== undefined && "pack" in at);
    book.prove(`${id}:${pack}`, () => prove(law), isOwn);
  }
  book.prove(`a-verdict-fits:${pack}`, () => verdictFits(law));
}

/** Whatever a verdict takes fits the diagram: it is made once, for an account that says nothing. */
function verdictFits({ compiled }: Law): readonly Finding[] {
  decide(compiled, { facts: {} });
  return [];
}

function theoremOf(id: string, found: readonly Found[], ms: number): Theorem {
  const [first] = found;
  return {
    id,
    holds: found.length === 0,
    ms: Math.round(ms * 100) / 100,
    ...(first === undefined ? {} : { witness: first.witness }),
  };
}

function problemOf(files: PolicyFiles, { code, message, at }: Found): Problem {
  if (at === undefined) return { code, message };
  return { code, message, at: "file" in at ? at : placeOf(files, at) };
}

function shareNote(law: Law): string {
  const { unforeseen, possible } = shareOf(law);
  return `no rule foresees ${unforeseen} of ${possible} possible situations (${percent(unforeseen, possible)})`;
}

/** At the rule that adds the most, or where the rules begin. */
function tooLarge(files: PolicyFiles, error: PolicyTooLarge, pack: string | undefined): Problem {
  const [worst] = error.rules;
  const isRule = files.layers.some(({ value }) => value.rules.some(({ id }) => id === worst?.id));
  const own = files.packs.find(({ value }) => value.id === pack);
  const at =
    worst !== undefined && isRule
      ? placeOf(files, { list: "rules", id: worst.id })
      : (own?.locate([]) ?? startOf(files));
  const where = pack === undefined ? "" : ` with pack ${pack}`;
  return {
    code: "policy/too-large",
    message: `the decision diagram${where} outgrows its bounds: ${error.message}`,
    at,
  };
}
