/** Plain text made safe for Telegram, and Telegram's HTML built from it in units that can be cut. */

/** UTF-16 units of escaped text that stay in one piece: small enough to fill up a message, large enough to need few tags. */
const PIECE_UNITS_MAX = 1_000;
/** A character made of more UTF-16 units than this (piled-up accents) may be cut between its code points. */
const GRAPHEME_UNITS_MAX = 64;

/** Nothing in it needs a second look: letters, digits and signs of the common scripts, spaces and ends of lines. */
const PLAIN =
  /^[\n -~\u00a0-\u024f\u2010-\u2027\u2030-\u205e\u2190-\u25ff\u3000-\u9fff\uff01-\uff60]*$/;
/** Telegram refuses control characters; direction overrides would let typed words turn a line around. */
const UNSAFE = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/gu;
const VISIBLE = /[^\s\p{Cc}\p{Cf}]/u;
const TAG = /<[^>]*>/g;
const MEANT_FOR_HTML = /[&<>"]/;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

const graphemes = new Intl.Segmenter("zh-CN", { granularity: "grapheme" });

/** A piece of HTML, whole in itself, that stays together when it fits into one message. */
export interface Unit {
  readonly html: string;
  /** Stands between this unit and the one before it in the same message. */
  readonly before: string;
  /** The smaller units it may be cut into; none: it is never cut. */
  cut(): readonly Unit[];
}

/** Units that stay together if they can; `before` of the first gives way to the group's. */
export function group(before: string, units: readonly Unit[]): Unit {
  const html = units.map((unit, index) => (index === 0 ? "" : unit.before) + unit.html).join("");
  return { html, before, cut: () => units };
}

/** Plain text of one line, escaped, between an opening and a closing tag; joins what stands before it. */
export function run(text: string, open = "", close = ""): Unit {
  const escaped = escapeHtml(text);
  const cut = () =>
    escaped.length <= PIECE_UNITS_MAX ? [] : pieces(text).map((piece) => run(piece, open, close));
  return { html: text === "" ? "" : `${open}${escaped}${close}`, before: "", cut };
}

/** Plain text for Telegram: well-formed, `\n` the only control character. Not escaped. */
export function plainText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u0085\u2028\u2029\v\f]/g, "\n")
    .replaceAll("\t", "    ")
    .split("\n")
    .map((line) => line.replaceAll(UNSAFE, ""))
    .join("\n");
}

/** Text that HTML cannot mistake for a tag, an entity or the end of an attribute. */
export function escapeHtml(text: string): string {
  if (!MEANT_FOR_HTML.test(text)) return text;
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

/** Nothing in it can be seen: Telegram refuses to send it. Tags do not count. */
export function isBlank(html: string): boolean {
  return !VISIBLE.test(html.includes("<") ? html.replaceAll(TAG, "") : html);
}

/** The text in pieces of at most `PIECE_UNITS_MAX` once escaped, none of them cutting a character in two. */
function pieces(text: string): readonly string[] {
  const found: string[] = [];
  let piece = "";
  let units = 0;
  for (const character of charactersOf(text)) {
    const more = escapeHtml(character).length;
    if (units > 0 && units + more > PIECE_UNITS_MAX) {
      found.push(piece);
      piece = "";
      units = 0;
    }
    piece += character;
    units += more;
  }
  return [...found, piece];
}

function charactersOf(text: string): readonly string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment).flatMap((grapheme) =>
    grapheme.length > GRAPHEME_UNITS_MAX ? Array.from(grapheme) : [grapheme],
  );
}
