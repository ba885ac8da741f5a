/** One reply on its way to one chat: sent anew, in place of an earlier message, or after folding one. */
import { InputFile } from "grammy";
import type { Api } from "grammy";
import type { InlineKeyboardMarkup } from "grammy/types";
import type { Reply, ReplyFile } from "../dialogue/reply.ts";
import { isNotModified, isRefused } from "./telegram-client.ts";
import { isBlank, plainText } from "./telegram-html.ts";
import { drawButtons, drawMessages } from "./telegram-text.ts";

/** A message as it goes out: HTML, or a file. */
type Part = { readonly html: string } | { readonly file: ReplyFile };

/** A preview would fetch a page nobody asked for and push the answer off the screen. */
const HTML = { parse_mode: "HTML", link_preview_options: { is_disabled: true } } as const;

/**
 * Sends a reply and returns the id of the message that carries its buttons (else the last one); undefined when there was
 * nothing to send. `earlier` is the message it replaces or closes. Rejects with grammY's errors, and for a reply that cannot
 * be drawn.
 */
export async function sendReply(
  api: Api,
  chat: number,
  reply: Reply,
  earlier: number | undefined,
): Promise<number | undefined> {
  const parts = partsOf(reply);
  const buttons = drawButtons(reply);
  if (buttons !== undefined && parts.length === 0)
    throw new Error("a reply has buttons but no words above them");
  if (earlier !== undefined) {
    const [part, ...more] = parts;
    const inPlace = reply.replaces !== undefined && part !== undefined && more.length === 0;
    if (inPlace && "html" in part && (await edit(api, chat, earlier, part.html, buttons)))
      return earlier;
    await fold(api, chat, earlier, reply.closes?.text ?? "");
  }
  let sent: number | undefined;
  for (const [index, part] of parts.entries())
    sent = await sendPart(api, chat, part, index === parts.length - 1 ? buttons : undefined);
  return sent;
}

/** Buttons belong below words: a file goes before them, and after them when there is nothing to tap. */
function partsOf(reply: Reply): readonly Part[] {
  const texts = drawMessages(reply).map((html) => ({ html }));
  const files = reply.file === undefined ? [] : [{ file: reply.file }];
  return reply.choices.length > 0 ? [...files, ...texts] : [...texts, ...files];
}

async function sendPart(
  api: Api,
  chat: number,
  part: Part,
  buttons: InlineKeyboardMarkup | undefined,
): Promise<number> {
  const markup = buttons === undefined ? {} : { reply_markup: buttons };
  if ("html" in part)
    return (await api.sendMessage(chat, part.html, { ...HTML, ...markup })).message_id;
  const file = new InputFile(Buffer.from(part.file.text, "utf8"), safeFileName(part.file.name));
  return (await api.sendDocument(chat, file, markup)).message_id;
}

/** The name goes unquoted into a header line: a line break, quote or semicolon would end it. */
function safeFileName(name: string): string {
  return plainText(name).replaceAll(/[\n";\\/]/g, "_");
}

/** false: the message is gone or can no longer be edited. */
async function edit(
  api: Api,
  chat: number,
  message: number,
  html: string,
  buttons: InlineKeyboardMarkup | undefined,
): Promise<boolean> {
  const markup = buttons === undefined ? {} : { reply_markup: buttons };
  return whetherEdited(api.editMessageText(chat, message, html, { ...HTML, ...markup }));
}

/** Takes the buttons off an earlier message, and leaves one line of it when there is one. */
async function fold(api: Api, chat: number, message: number, line: string): Promise<void> {
  const text = plainText(line);
  const folded = !isBlank(text) && (await whetherEdited(api.editMessageText(chat, message, text)));
  // A file has no words to edit; its buttons can go all the same.
  if (!folded) await whetherEdited(api.editMessageReplyMarkup(chat, message));
}

async function whetherEdited(edited: Promise<unknown>): Promise<boolean> {
  try {
    await edited;
    return true;
  } catch (error) {
    if (isNotModified(error)) return true;
    if (isRefused(error)) return false;
    throw error;
  }
}
