/** One consultation as it is kept: small, versioned, checked when written and when read. */
import * as z from "zod";
import { KeptReceipt } from "../receipts/schema.ts";
import { Language, Reply } from "./reply.ts";
import { EVENT_ID_UNITS_MAX, NONE_SEEN, SEEN_UNITS_MAX, withSeen } from "./seen-events.ts";
import { shortRecord, shortTexts } from "./short-texts.ts";

export const NARRATIVE_CHARACTERS_MAX = 4_000;
export const ANSWERS_MAX = 200;
export const NOTE_CHARACTERS_MAX = 500;
export const OUTBOX_MAX = 60;
/** Facts one question may ask for. */
const FACTS_MAX = 200;
/** Messages of earlier turns that may still be edited. */
export const HANDLES_MAX = 4;
/** Facts laid on the table at once to be confirmed. */
export const PROPOSALS_MAX = 12;
/** Room for a shortened quote in UTF-16 units: what counts as one character may take several. */
export const QUOTE_UNITS_MAX = 240;

/** One answered question: the facts it set and those left open by 不清楚. Keyed by fact id, never by position. */
export const Answer = z.strictObject({
  question: z.string().max(64),
  facts: shortRecord(64, FACTS_MAX),
  unsure: shortTexts(64, FACTS_MAX),
  /** Confirmed out of one's own words, and only some items of the list: of the others nothing was said yet. */
  partial: z.literal(true).optional(),
  /** The meaning of each fact at the time; 1 is left out. */
  meanings: z.record(z.string().max(64), z.int().min(2)).optional(),
});
export type Answer = z.infer<typeof Answer>;

export const EvidenceState = z.enum([
  "asserted",
  "documented",
  "corroborated",
  "contradicted",
  "missing",
]);
export type EvidenceState = z.infer<typeof EvidenceState>;

/** A fact read out of the person's words and not confirmed yet, with what it stands at after their corrections. */
export const ProposedFact = z.strictObject({
  fact: z.string().max(64),
  /** The value as it was read. */
  read: z.string().max(64),
  /** What it stands at now: a value, which may be the one read; not sure; or left out. */
  stands: z.discriminatedUnion("as", [
    z.strictObject({ as: z.literal("value"), value: z.string().max(64) }),
    z.strictObject({ as: z.enum(["unsure", "dropped"]) }),
  ]),
  quote: z.string().max(QUOTE_UNITS_MAX),
});
export type ProposedFact = z.infer<typeof ProposedFact>;

/** A reviewer's entry: what was found, how far it is shown, and a note. */
export const Finding = z.strictObject({
  entry: z.string().max(80),
  /** The meaning of the entry's fact at the time; 1 is left out. */
  meaning: z.int().min(2).optional(),
  finding: z.string().max(64).optional(),
  evidence: EvidenceState.optional(),
  note: z.string().max(NOTE_CHARACTERS_MAX).optional(),
});
export type Finding = z.infer<typeof Finding>;

/** What a button of the last offer does; the person only ever holds its index. */
export const Action = z.strictObject({
  do: z.string().max(32),
  with: z.string().max(80).optional(),
});
export type Action = z.infer<typeof Action>;

export const Case = z.strictObject({
  format: z.literal(1),
  /** The conversation, `<channel>:<person>`. */
  id: z.string().min(1).max(200),
  language: Language,
  /** When it began, milliseconds since the epoch: tells its buttons from those of a case deleted before it. */
  begunMs: z.int().min(0),
  /** SHA-256 of the bundle this case began with and keeps. */
  bundle: z.string().regex(/^[0-9a-f]{64}$/),
  pack: z.string().max(64).nullable(),
  /** State of the consultation machine: the part of the talk, and what lies over it. */
  state: z.string().max(64),
  overlay: z.string().max(64),
  purpose: z.string().max(32).optional(),
  /** The remedy or the provision last looked at. */
  looking: z.string().max(100).optional(),
  narrative: z.string().max(NARRATIVE_CHARACTERS_MAX).optional(),
  acted: z.strictObject({ from: z.iso.date(), until: z.iso.date() }).optional(),
  decided: z.iso.date().optional(),
  answers: z.array(Answer).max(ANSWERS_MAX),
  /** The question now on the table, with the checklist items ticked so far. */
  asking: z
    .strictObject({
      question: z.string().max(64),
      ticked: shortTexts(64, FACTS_MAX),
      /** The reason was asked for and is shown with the question. */
      why: z.boolean(),
    })
    .optional(),
  /** Facts on the table to be confirmed; gone as soon as the talk moves on. */
  proposed: z
    .strictObject({
      /** Where the words were written: in the narrative, or to a question. */
      from: z.enum(["narrative", "answer"]),
      facts: z.array(ProposedFact).min(1).max(PROPOSALS_MAX),
    })
    .optional(),
  /** The person wants the open distinctions cleared up too, though the tier is settled. */
  thorough: z.boolean(),
  review: z
    .strictObject({
      /** The entry on the table. */
      at: z.string().max(80).optional(),
      done: z.boolean(),
      findings: z.array(Finding).max(ANSWERS_MAX),
    })
    .optional(),
  /** Of the last verdict shown. */
  receipt: KeptReceipt.optional(),
  turn: z.int().min(0),
  /** Buttons on the table; those of any earlier turn no longer act. */
  offered: z
    .strictObject({
      turn: z.int().min(0),
      reply: z.string(),
      /** The part of the talk the buttons belong to. */
      view: z.string().max(32),
      actions: z.array(Action).max(80),
    })
    .optional(),
  /** The channel's handles of messages that may still be edited: reply id → handle. */
  handles: shortRecord(200, HANDLES_MAX),
  /** The last events, see seen-events.ts. */
  seen: z.string().max(SEEN_UNITS_MAX),
  outbox: z.array(Reply).max(OUTBOX_MAX),
});
export type Case = z.infer<typeof Case>;

/** What an earlier version wrote, as this one reads it: event ids used to stand in a list. Anything else as it is. */
export function inCurrentForm(found: unknown): unknown {
  if (typeof found !== "object" || found === null || !("seen" in found)) return found;
  if (typeof found.seen === "string") return found;
  const ids = z.array(z.string().max(EVENT_ID_UNITS_MAX)).safeParse(found.seen);
  return ids.success ? { ...found, seen: ids.data.reduce(withSeen, NONE_SEEN) } : found;
}
