/** Looks at the outline of a YAML text before anything is built from it: how deep it goes, how wide, and of how many parts it is. */
import { Lexer, Parser, type CST } from "yaml";

/** Collections inside collections; the files of this program stay below twenty. */
export const DEPTH_MAX = 60;
/** Keys of one mapping: each is compared with all before it. A list may be longer. */
export const KEYS_MAX = 1_000;
/**
 * Signs, words, blanks and line ends. Reading takes its time for each of them, whatever it is, and more for each that is a
 * mistake; the files of this program have 9,000 at most.
 */
export const PARTS_MAX = 120_000;

export interface ShapeFault {
  readonly code: "yaml/too-deep" | "yaml/too-wide" | "yaml/too-many-parts";
  readonly message: string;
  /** UTF-16 units from the start. */
  readonly offset: number;
}

/** The first place where a limit is passed; undefined where none is. Stops reading there. */
export function shapeFault(text: string): ShapeFault | undefined {
  const parser = new Parser();
  let parts = 0;
  for (const lexeme of new Lexer().lex(text)) {
    // Finished documents are of no interest here.
    for (const _ of parser.next(lexeme)) continue;
    const { stack, offset } = parser;
    parts += 1;
    if (parts > PARTS_MAX)
      return { code: "yaml/too-many-parts", message: `more than ${PARTS_MAX} parts`, offset };
    if (stack.length > DEPTH_MAX)
      return { code: "yaml/too-deep", message: `more than ${DEPTH_MAX} levels`, offset };
    // Only the innermost collections grow.
    if (stack.slice(-2).some(isTooWide))
      return { code: "yaml/too-wide", message: `more than ${KEYS_MAX} keys`, offset };
  }
  return undefined;
}

function isTooWide(token: CST.Token): boolean {
  const keyed =
    token.type === "block-map" ||
    (token.type === "flow-collection" && token.start.type === "flow-map-start");
  return keyed && token.items.length > KEYS_MAX;
}
