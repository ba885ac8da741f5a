/** What the page and the server say to each other; checked on the way in and on the way out. */
import * as z from "zod";
import { NARRATIVE_CHARACTERS_MAX, OUTBOX_MAX } from "../dialogue/case.ts";
import { Choice, Language, Reply } from "../dialogue/reply.ts";

/** A body holds one message of at most 4,000 characters and the ids of what was drawn. */
export const BODY_BYTES_MAX = 32_768;

const ReplyId = z.string().regex(/^\d{1,9}\.\d{1,4}$/);

/** One turn as the page posts it. The page makes `eventId` once per turn and keeps it when it sends again. */
export const TurnRequest = z.strictObject({
  eventId: z.uuid(),
  input: z.discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("text"),
      text: z.string().trim().min(1).max(NARRATIVE_CHARACTERS_MAX),
    }),
    z.strictObject({ type: z.literal("choice"), token: Choice.shape.token }),
    z.strictObject({ type: z.literal("open") }),
  ]),
  /** Replies drawn since the last turn that went through. */
  acknowledged: z.array(ReplyId).max(OUTBOX_MAX),
  /** The language the page shows, or the `?lang=` it was opened with. */
  language: Language.optional(),
});
export type TurnRequest = z.infer<typeof TurnRequest>;

/** The answer to a turn that was stored. */
export const TurnResponse = z.strictObject({
  status: z.enum(["handled", "duplicate"]),
  replies: z.array(Reply),
});

/** The page's own few words. */
export const WebWords = z.strictObject({
  title: z.string().min(1),
  send: z.string().min(1),
  placeholder: z.string().min(1),
  label: z.string().min(1),
  skip: z.string().min(1),
  failed: z.string().min(1),
  again: z.string().min(1),
  download: z.string().min(1),
  preview: z.string().min(1),
  answered: z.string().min(1),
  print: z.string().min(1),
  offline: z.string().min(1),
  loading: z.string().min(1),
});
export type WebWords = z.infer<typeof WebWords>;

/** The answer to `GET /api/words`. */
export const WordsResponse = z.strictObject({ language: Language, words: WebWords });
