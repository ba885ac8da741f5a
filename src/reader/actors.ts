/** Who acts in a clause: the person the narrative is about, or somebody else. */
import type { Span } from "./clauses.ts";
import type { Found, Word } from "./found.ts";
import type { ContextKind } from "./schema.ts";

export type Actor = "person" | "other";

/** Whether a person tells, or a report names somebody; and the posts by which it names them. */
export interface Cast {
  readonly firstPerson: boolean;
  readonly titles: readonly string[];
  /** The clause that first names the person of a report. */
  readonly naming: Found | undefined;
}

const ACTORS: ReadonlySet<ContextKind> = new Set(["self", "pronouns", "titles", "others"]);

export const isActor = ({ kind }: Word): boolean => ACTORS.has(kind);

/** `text` is the normal form. A quotation does not make a person tell. */
export function castOf(text: string, all: readonly Found[], quoted: readonly Span[]): Cast {
  const words = all.flatMap((found) => found.words);
  const isQuoted = ({ start }: Word) =>
    quoted.some((span) => start >= span.start && start < span.end);
  const firstPerson = words.some((word) => word.kind === "self" && !isQuoted(word));
  // The clause that first names a post names the person; a list of posts names several.
  const naming = all.find((found) => found.words.some(({ kind }) => kind === "titles"));
  const titles = (naming?.words ?? [])
    .filter((word) => word.kind === "titles" || isOwnBody(naming?.words ?? [], word))
    .map(({ start, end }) => text.slice(start, end));
  return { firstPerson, titles, naming };
}

/** 公司 in 某公司董事长: what it does the person answers for. */
function isOwnBody(words: readonly Word[], { kind, end }: Word): boolean {
  return kind === "others" && words.some((word) => word.kind === "titles" && word.start === end);
}

function actorOf(text: string, { kind, start, end }: Word, { firstPerson, titles }: Cast): Actor {
  if (kind === "self") return "person";
  if (firstPerson) return "other";
  const title = text.slice(start, end);
  if (kind === "others") return titles.includes(title) ? "person" : "other";
  if (kind === "pronouns") return "person";
  return titles.some((known) => isSamePost(known, title)) ? "person" : "other";
}

/** 副主任 is not 主任, though the one ends like the other. */
function isSamePost(known: string, title: string): boolean {
  if (known.includes(DEPUTY) !== title.includes(DEPUTY)) return false;
  return known.endsWith(title) || title.endsWith(known);
}

const DEPUTY = "副";

/** Is the word followed at once by what makes it an owner, or a topic? */
export function isOwning(words: readonly Word[], { end }: Pick<Word, "end">): boolean {
  return words.some(({ kind, start }) => kind === "owning" && start === end);
}

/** A party named behind a governor (向, 对, 委托) does not act; one that owns what follows does not either. */
function isGoverned(words: readonly Word[], party: Word): boolean {
  return (
    isOwning(words, party) ||
    words.some(
      ({ kind, end }) =>
        kind === "governors" && end <= party.start && end >= party.start - GOVERNING_REACH,
    )
  );
}

/** So many characters may stand between a governor and its party: 向村里, 对该企业. */
const GOVERNING_REACH = 3;

/** The party that acts just before `until`; undefined: nobody is named. */
function actorBefore(text: string, found: Found, cast: Cast, until: number): Actor | undefined {
  const party = found.words.findLast(
    (word) => isActor(word) && word.end <= until && !isGoverned(found.words, word),
  );
  return party === undefined ? undefined : actorOf(text, party, cast);
}

/** Who does what stands at a span; `inherited` acts where the clause names nobody before it. */
export function actorAt(
  text: string,
  found: Found,
  cast: Cast,
  { start }: Span,
  inherited: Actor,
): Actor {
  return actorBefore(text, found, cast, start) ?? inherited;
}

/** A subject begins so near to the beginning of its clause: behind 随后, 但, 当年. */
const SUBJECT_WITHIN_CHARACTERS = 9;

/** Whom the next clause is about where it names nobody: the subject of this one. */
export function subjectOf(text: string, found: Found, cast: Cast): Actor | undefined {
  // Whom a claim is about is not whom the report is about.
  const claim = found.words.find(({ kind }) => kind === "claims");
  const subject = found.words.find(
    (word) =>
      (claim === undefined || word.start < claim.start) &&
      isActor(word) &&
      word.start <= found.clause.start + SUBJECT_WITHIN_CHARACTERS &&
      found.cues.every((cue) => word.end <= cue.start) &&
      !isGoverned(found.words, word),
  );
  return subject === undefined ? undefined : actorOf(text, subject, cast);
}
