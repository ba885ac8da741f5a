/** What a person is told when their case went over to another version: what is asked again, and why. */
import { entryName, entriesOf } from "./reviewing.ts";
import type { Carried, Dropped } from "./carry-over.ts";
import { items, text, type Draft } from "./draft.ts";
import { fill, type Talk } from "./world.ts";

export interface Telling {
  /** The talk in the version left; absent when that can no longer be read. */
  readonly old?: Talk;
  /** What the person sent was meant for the version left and is not filed. */
  readonly unheard: boolean;
}

/** One message. What has a name in neither version is counted instead. */
export function carriedDraft(talk: Talk, carried: Carried, { old, unheard }: Telling): Draft {
  const { moved } = talk.words;
  const named = carried.dropped.flatMap((dropped) => {
    const name = nameOf(talk, dropped) ?? (old === undefined ? undefined : nameOf(old, dropped));
    return name === undefined ? [] : [{ text: name, detail: moved[dropped.why] }];
  });
  const unnamed = carried.dropped.length - named.length;
  return {
    kind: "message",
    rows: [],
    blocks: [
      text(old === undefined ? moved.lost : moved.done),
      ...(carried.packGone ? [text(moved.place)] : []),
      text(carried.dropped.length === 0 ? moved.all_kept : moved.again),
      ...(named.length === 0 ? [] : [items(named)]),
      ...(unnamed === 0 ? [] : [text(fill(moved.unnamed, { count: unnamed }))]),
      ...(unheard ? [text(moved.unheard)] : []),
    ],
  };
}

function nameOf(talk: Talk, { of, id }: Dropped): string | undefined {
  const { questions } = talk.words;
  if (of === "answer") return Object.hasOwn(questions, id) ? questions[id]?.short : undefined;
  const entry = entriesOf(talk).find((candidate) => candidate.id === id);
  return entry === undefined ? undefined : entryName(talk, entry);
}
