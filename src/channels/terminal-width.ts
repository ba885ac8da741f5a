/** How much room text takes on a terminal, and where its lines may break: Chinese and English in one paragraph. */

const graphemes = new Intl.Segmenter("zh-CN", { granularity: "grapheme" });

/**
 * Two cells: East Asian wide and full-width characters, emoji, and the marks and punctuation of the 2000s block that some
 * terminals draw wide and some do not (“ … ●). Counted as the wider, so that a line fits on either.
 */
const WIDE =
  /[\u1100-\u115f\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2100-\u2bff\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\ufffd\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
/** No cell: what is drawn onto its neighbour, or not at all. */
const NOTHING = /^[\p{Mn}\p{Me}\p{Cf}\u115f\u1160]*$/u;
/** Writing without spaces: a line may break before and after each character. */
const BREAKS_ANYWHERE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3fffd}]/u;
/** Must not begin a line. */
const CLOSING = /^[，。、；：？！）》」』】〕〉”’…—·％,.;:?!)\]}%]/u;
/** Must not end a line. */
const OPENING = /[（《「『【〔〈“‘([{]$/u;
const SPACE = /^[^\S\u00a0]+$/u;
/** Escape sequences, bells and text direction overrides would let typed words redraw the terminal. */
const UNSAFE = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/gu;

/** The text as characters a person sees; none of them is ever split. */
export function splitGraphemes(text: string): readonly string[] {
  return Array.from(graphemes.segment(text), (part) => part.segment);
}

/** Terminal cells the text takes at most. */
export function cellWidth(text: string): number {
  return splitGraphemes(text).reduce((sum, grapheme) => sum + widthOf(grapheme), 0);
}

function widthOf(grapheme: string): number {
  if (NOTHING.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

/** Text that cannot steer the terminal: control characters are gone, tabs are spaces, only `\n` ends a line. */
export function harmless(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u0085\u2028\u2029\v\f]/g, "\n")
    .replaceAll("\t", "    ")
    .split("\n")
    .map((line) => line.replaceAll(UNSAFE, ""))
    .join("\n");
}

/**
 * Lines of at most `width` cells. Breaks at spaces and between Chinese characters; a word longer than a line is cut
 * between two graphemes. `first` stands before the first line, spaces of the same width before the others.
 */
export function wrapText(text: string, width: number, first = ""): readonly string[] {
  const indent = " ".repeat(cellWidth(first));
  const room = width - indent.length;
  return harmless(text)
    .split("\n")
    .flatMap((line) => fill(splitUnits(line), room))
    .map((line, index) => (index === 0 ? first + line : indent + line).trimEnd());
}

interface Unit {
  readonly text: string;
  readonly width: number;
}

/** The pieces between places where a line may break; a space stays with the piece before it. */
function splitUnits(line: string): readonly Unit[] {
  const units: string[] = [];
  let last = "";
  for (const grapheme of splitGraphemes(line)) {
    const joined = units.length > 0 && !mayBreak(last, grapheme);
    if (joined) units.push(`${units.pop() ?? ""}${grapheme}`);
    else units.push(grapheme);
    last = grapheme;
  }
  return units.map((text) => ({ text, width: cellWidth(text) }));
}

function mayBreak(before: string, after: string): boolean {
  if (SPACE.test(after)) return false;
  if (SPACE.test(before)) return true;
  if (CLOSING.test(after) || OPENING.test(before)) return false;
  return BREAKS_ANYWHERE.test(before) || BREAKS_ANYWHERE.test(after);
}

function fill(units: readonly Unit[], room: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const unit of units.flatMap((one) => cutToFit(one, room))) {
    // The space at the end of a piece may hang over: it is not drawn when the line ends there.
    if (used > 0 && used + cellWidth(unit.text.trimEnd()) > room) {
      lines.push(line.trimEnd());
      line = "";
      used = 0;
    }
    line += unit.text;
    used += unit.width;
  }
  return [...lines, line.trimEnd()];
}

function cutToFit(unit: Unit, room: number): readonly Unit[] {
  if (cellWidth(unit.text.trimEnd()) <= room) return [unit];
  const pieces: Unit[] = [];
  let text = "";
  let width = 0;
  for (const grapheme of splitGraphemes(unit.text)) {
    const cells = widthOf(grapheme);
    if (width > 0 && width + cells > room) {
      pieces.push({ text, width });
      text = "";
      width = 0;
    }
    text += grapheme;
    width += cells;
  }
  return [...pieces, { text, width }];
}
