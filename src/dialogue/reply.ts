/** What the bot says, as data: every channel draws the same reply in its own way. */
import * as z from "zod";

export const Language = z.enum(["zh-CN", "en"]);
export type Language = z.infer<typeof Language>;

/** Telegram allows 4,096 characters a message; a block stays well below so that it can be sent whole. */
export const BLOCK_CHARACTERS_MAX = 3_000;

export const Side = z.enum(["tolerable", "culpable", "neither", "open"]);
export type Side = z.infer<typeof Side>;

const Text = z.string().max(BLOCK_CHARACTERS_MAX);

export const DistinctionRow = z.strictObject({
  id: z.enum(["one", "two", "three"]),
  name: Text,
  side: Side,
  /** ● tolerable, ○ culpable, ◐ open, – neither: readable without colour. */
  mark: z.string().max(1),
  sideName: Text,
  reason: Text,
  /** Short names of the answers that weigh on each side of the scale. */
  tolerable: z.array(Text),
  culpable: z.array(Text),
});
export type DistinctionRow = z.infer<typeof DistinctionRow>;

/** A piece of a reply. Text is plain: a channel escapes it, never interprets it. */
export const Block = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: Text }),
  z.strictObject({ type: z.literal("heading"), text: Text }),
  z.strictObject({
    type: z.literal("items"),
    items: z.array(
      z.strictObject({ text: Text, detail: Text.optional(), link: z.url().optional() }),
    ),
  }),
  z.strictObject({ type: z.literal("distinctions"), rows: z.array(DistinctionRow) }),
]);
export type Block = z.infer<typeof Block>;

/** A button. `token` means nothing outside the case and turn it was offered in. */
export const Choice = z.strictObject({
  label: z.string().min(1).max(64),
  token: z.string().min(1).max(64),
  /** answer: fills the main rows; tool: the row below; main: the one accented action. */
  role: z.enum(["answer", "tool", "main"]),
  /** Set on the items of a checklist only. */
  selected: z.boolean().optional(),
});
export type Choice = z.infer<typeof Choice>;

export const ReplyFile = z.strictObject({
  name: z.string().min(1).max(100),
  mediaType: z.enum(["text/plain", "application/json", "text/csv"]),
  text: z.string().max(200_000),
});
export type ReplyFile = z.infer<typeof ReplyFile>;

export const Reply = z.strictObject({
  /** `<turn>.<index>`, unique within the case and rising. */
  id: z.string().regex(/^\d+\.\d+$/),
  language: Language,
  kind: z.enum(["message", "question", "verdict", "file"]),
  blocks: z.array(Block),
  /** Rows of buttons; empty when nothing is to be tapped. */
  choices: z.array(z.array(Choice)),
  /** The reply this one takes the place of (a checklist item was toggled): edit, do not send anew. */
  replaces: z.string().optional(),
  /** An earlier question to fold into one line, its buttons gone. */
  closes: z
    .strictObject({
      reply: z.string(),
      /** What stays of the earlier message, for channels that can edit it. */
      text: Text,
      /** What was answered, in one line, for channels that cannot; absent: nothing to say. */
      brief: Text.optional(),
    })
    .optional(),
  file: ReplyFile.optional(),
  /** Everything was deleted: a channel that keeps what was drawn forgets it too. */
  forgets: z.literal(true).optional(),
});
export type Reply = z.infer<typeof Reply>;
