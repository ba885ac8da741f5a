/** Where nothing counts: hedged, heard from others, asked, supposed, demanded, or claimed. */
import { actorAt, isOwning, type Cast } from "./actors.ts";
import { isOutside, type Cue, type Found, type Word } from "./found.ts";
import type { ContextKind, Indifferent } from "./schema.ts";

/** Reach back and forth over the whole clause. */
const OVER_CLAUSE: ReadonlySet<ContextKind> = new Set(["hedges", "questions"]);
/** Reach from where they stand to the end of the clause. */
const REST_OF_CLAUSE: ReadonlySet<ContextKind> = new Set(["norms"]);
/** Reach from where they stand to the end of the sentence. */
const REST_OF_SENTENCE: ReadonlySet<ContextKind> = new Set(["hearsay", "hypotheticals", "claims"]);
/** What a finding puts an end to. */
const ENDED: ReadonlySet<ContextKind> = new Set(["hearsay", "claims"]);

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
    ...found,
    words: found.words.flatMap((word) => asHeard(text, found, cast, word)),
  }));
  const open = carriedInto(heard);
  return (at, cue) => {
    const { clause, words } = heard[at] as Found;
    const minded = (kind: ContextKind) => !cue.pattern.despite.includes(kind as Indifferent);
    if (clause.asked && minded("questions")) return true;
    const outside = words.filter((word) => isOutside(cue, word));
    const found = outside.findLast(({ kind, end }) => kind === "findings" && end <= cue.start);
    const isEnded = (kind: ContextKind, start: number) =>
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

/** What people tell of their own they tell; what somebody else claims is hearsay. */
function asHeard(text: string, found: Found, cast: Cast, word: Word): readonly Word[] {
  if (word.kind !== "claims") return [word];
  const other = actorAt(text, found, cast, word, "person") === "other";
  if (other) return [{ ...word, kind: "hearsay" }];
  return cast.firstPerson ? [] : [word];
}

/** For each clause, the kinds that reach into it from an earlier clause of its sentence. */
function carriedInto(all: readonly Found[]): readonly ReadonlySet<ContextKind>[] {
  let sentence = -1;
  let open = new Set<ContextKind>();
  return all.map(({ clause, words }) => {
    if (clause.sentence !== sentence) open = new Set();
    sentence = clause.sentence;
    const carried = new Set(open);
    for (const word of words) {
      if (word.kind === "findings") for (const kind of ENDED) open.delete(kind);
      if (REST_OF_SENTENCE.has(word.kind) && !isOwning(words, word)) open.add(word.kind);
    }
    return carried;
  });
}
