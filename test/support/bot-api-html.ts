/** Telegram's HTML parse mode, as strict as the real service about tags and stricter about entities. */

/** Text as it is shown, with what is laid over parts of it. Offsets and lengths count UTF-16 units. */
export interface Parsed {
  readonly text: string;
  readonly entities: readonly Entity[];
}

export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
}

/** The HTML is refused; the message is the reason, as the real service words it. */
export class MarkupFault extends Error {
  override readonly name = "MarkupFault";
}

const TYPES: Readonly<Record<string, string>> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  "tg-spoiler": "spoiler",
  a: "text_link",
};
const CHARACTERS: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };
const TOKEN = /<(\/?)([^>]*)>|[^<]+|</g;
const START_TAG = /^([a-z-]+)((?:\s+[a-z-]+="[^"<>]*")*)\s*$/i;

/** Reads HTML. Throws a MarkupFault where the real service answers "can't parse entities". */
export function parseHtml(html: string): Parsed {
  const open: { readonly name: string; readonly offset: number; readonly url?: string }[] = [];
  const entities: Entity[] = [];
  let text = "";
  for (const [token, slash, body] of html.matchAll(TOKEN)) {
    const at = `at byte offset ${Buffer.byteLength(text)}`;
    if (token === "<") throw new MarkupFault(`Unclosed start tag ${at}`);
    if (body === undefined) text += decode(token);
    else if (slash === "/") {
      const tag = open.pop();
      if (tag === undefined) throw new MarkupFault(`Unexpected end tag ${at}`);
      if (tag.name !== body.trim().toLowerCase())
        throw new MarkupFault(
          `Unmatched end tag ${at}, expected "</${tag.name}>", found "</${body}>"`,
        );
      entities.push(...laidOver(tag, text));
    } else open.push({ ...startTag(body, at), offset: text.length });
  }
  const unclosed = open.pop();
  if (unclosed !== undefined)
    throw new MarkupFault(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text, entities };
}

function startTag(body: string, at: string): { readonly name: string; readonly url?: string } {
  const found = START_TAG.exec(body);
  const name = found?.[1]?.toLowerCase() ?? body;
  if (found === null || TYPES[name] === undefined)
    throw new MarkupFault(`Unsupported start tag "${name}" ${at}`);
  const href = /\shref="([^"]*)"/i.exec(found[2] ?? "")?.[1];
  return href === undefined ? { name } : { name, url: decode(href) };
}

function laidOver(
  tag: { readonly name: string; readonly offset: number; readonly url?: string },
  text: string,
): readonly Entity[] {
  const length = text.length - tag.offset;
  const type = TYPES[tag.name];
  // Nothing is laid over nothing, and only web addresses are linked.
  if (length === 0 || type === undefined) return [];
  if (type === "text_link" && !/^(https?|tg):/.test(tag.url ?? "")) return [];
  return [{ type, offset: tag.offset, length, ...(tag.url === undefined ? {} : { url: tag.url }) }];
}

/** The real service shows an unknown entity as it stands; here it is refused, for it means that something was not escaped. */
function decode(escaped: string): string {
  return escaped.replaceAll(
    /&(#x?[\da-f]+|[a-z]+)?(;?)/gi,
    (whole, name: string | undefined, end) => {
      const character = name?.startsWith("#") === true ? numbered(name) : CHARACTERS[name ?? ""];
      if (character === undefined || end !== ";") throw new MarkupFault(`Bad entity "${whole}"`);
      return character;
    },
  );
}

function numbered(name: string): string {
  const code = name[1]?.toLowerCase() === "x" ? parseInt(name.slice(2), 16) : Number(name.slice(1));
  if (!(code > 0 && code <= 0x10ffff)) throw new MarkupFault(`Bad entity "&${name};"`);
  return String.fromCodePoint(code);
}
