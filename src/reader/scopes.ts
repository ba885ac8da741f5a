/** Where nothing counts: hedged, heard from others, asked, supposed, demanded, or claimed. */
import { actorAt, isOwning, type Cast } from "./actors.ts";
import type { Clause, Span } from "./clauses.ts";
import { isOutside, type Cue, type Found, type Word } from "./found.ts";
import type { ContextKind, Indifferent } from "./schema.ts";

/** Kinds as they are heard: what somebody else states outright is told apart from hearsay. */
type Scope = ContextKind | "statements";

interface HeardWord extends Span {
  readonly kind: Scope;
}

/** Reach back and forth over the whole clause. */
const OVER_CLAUSE: ReadonlySet<Scope> = new Set(["hedges", "questions"]);
/** Reach from where they stand to the end of the clause. */
const REST_OF_CLAUSE: ReadonlySet<Scope> = new Set(["norms"]);
/** Reach from where they stand to the end of the sentence; what somebody states no further than into the next clause. */
const REST_OF_SENTENCE: ReadonlySet<Scope> = new Set([
  "hearsay",
  "hypotheticals",
  "claims",
  "statements",
]);
/** What a finding puts an end to. */
const ENDED: ReadonlySet<Scope> = new Set(["hearsay", "claims", "statements"]);

/** What of a cue decides whether it is hushed. */
interface Heeding extends Pick<Cue, "start" | "end" | "parts"> {
  readonly pattern: Pick<Cue["pattern"], "despite">;
}

/** Answers for a cue of the clause of this number whether anything hushes it. `text` is the normal form. */
export function hushed(
  text: string,
  all: readonly Found[],
  cast: Cast,
): (clause: number, cue: Heeding) => boolean {
  const heard = all.map((found) => ({
    clause: found.clause,
    words: found.words.flatMap((word) => asHeard(text, found, cast, word)),
    owning: found.words,
  }));
  const open = carriedInto(heard);
  return (at, cue) => {
    const { clause, words } = heard[at] as HeardClause;
    const minded = (kind: Scope) => !cue.pattern.despite.includes(kind as Indifferent);
    if (clause.asked && minded("questions")) return true;
    const outside = words.filter((word) => isOutside(cue, word));
    const found = outside.findLast(({ kind, end }) => kind === "findings" && end <= cue.start);
    const isEnded = (kind: Scope, start: number) =>
      ENDED.has(kind) && found !== undefined && found.start > start;
    if (open[at]?.values().some((kind) => minded(kind) && !isEnded(kind, -1)) === true) return true;
    return outside.some(({ kind, start, end }) => {
      if (!minded(kind)) return false;
      if (OVER_CLAUSE.has(kind)) return true;
      const reaches = REST_OF_CLAUSE.has(kind) || REST_OF_SENTENCE.has(kind);
      return reaches && end <= cue.end && !isEnded(kind, start);
    });
  };
}

interface HeardClause {
  readonly clause: Clause;
  readonly words: readonly HeardWord[];
  readonly owning: readonly Word[];
}

/** What people tell of their own they tell; what somebody else claims is a statement. */
function asHeard(text: string, found: Found, cast: Cast, word: Word): readonly HeardWord[] {
  if (word.kind !== "claims") return [word];
  const other = actorAt(text, found, cast, word, "person") === "other";
  if (other) return [{ ...word, kind: "statements" }];
  return cast.firstPerson ? [] : [word];
}

/**
 * For each clause, the kinds that reach into it from an earlier clause of its sentence. Behind a mere blank only hearsay and
 * suppositions do, into one clause: where nothing else parts sentences, a text would otherwise be one.
 */
function carriedInto(all: readonly HeardClause[]): readonly ReadonlySet<Scope>[] {
  let sentence = -1;
  /** How many clauses each kind still reaches into. */
  let open = new Map<Scope, number>();
  return all.map(({ clause, words, owning }) => {
    if (clause.sentence !== sentence && !clause.loose) open = new Map();
    sentence = clause.sentence;
    const carried = new Set(open.keys().filter((kind) => !clause.loose || LOOSELY.has(kind)));
    open = new Map(
      [...open].flatMap(([kind, left]) =>
        left > 1 && !clause.loose ? [[kind, left - 1] as const] : [],
      ),
    );
    for (const word of words) {
      if (word.kind === "findings") for (const kind of ENDED) open.delete(kind);
      if (REST_OF_SENTENCE.has(word.kind) && !isOwning(owning, word))
        open.set(word.kind, word.kind === "statements" ? 1 : Infinity);
    }
    return carried;
  });
}

const LOOSELY: ReadonlySet<Scope> = new Set(["hearsay", "hypotheticals"]);
