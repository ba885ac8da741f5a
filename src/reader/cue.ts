/** The language of cues: phrases with alternatives, named lists and gaps. It has no loops, so a match takes linear time. */
import { err, ok, type Result } from "../policy/result.ts";
import { LITERAL_CHARACTERS_MAX } from "./schema.ts";

/** A place of the phrase: one of these literals, at most `gap` characters behind the place before it. */
export interface Slot {
  readonly literals: readonly string[];
  readonly gap: number;
  /** The gap holds blanks only. */
  readonly blank: boolean;
  /** The gap may reach into a later clause of the sentence. */
  readonly across: boolean;
}

export type Slots = readonly Slot[];

export const GAP_CHARACTERS_MAX = 30;
const GAP_CHARACTERS = 8;
const BLANKS_MAX = 4;
const ACROSS_CHARACTERS = 30;
/** A cue with optional parts stands for several phrases. */
const VARIANTS_MAX = 64;

interface Part {
  readonly literals: readonly string[];
  readonly optional: boolean;
  readonly gap: number;
  readonly blank: boolean;
  readonly across: boolean;
}

export interface CueRules {
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** Words stand apart by blanks, as in English; else blanks in a cue mean nothing. */
  readonly spaced: boolean;
}

const PIECE =
  /\(([^()]*)\)(\??)|\{([a-z_]+)\}(\??)|…(\d*)|([，,]\s*)|(\s+)|([^(){}…\s?|，,&]+)|(.)/gu;
const LIST = /^\{([a-z_]+)\}$/;

/** Two halves that stand in either order. */
const EITHER_ORDER = /&(\d*)/;

/**
 * `(a|b)` one of them · `(a|b)?` or nothing · `{list}` one of a named list · `…` up to 8 characters, `…12` up to twelve.
 * `，` a later place of the sentence, up to 30 characters on. `a & b`, `a &12 b`: both, in either order. Answers the phrases it
 * stands for, or in words what is wrong with it.
 */
export function parseCue(cue: string, rules: CueRules): Result<readonly Slots[], string> {
  const [first = "", reach = "", ...rest] = cue.split(EITHER_ORDER);
  const [second] = rest;
  if (second === undefined) return parseRow(cue, rules);
  if (rest.length > 1) return err("& stands once in a cue");
  const [left, right] = [first.trim(), second.trim()];
  const both = [`${left}…${reach}${right}`, `${right}…${reach}${left}`];
  const parsed = both.map((row) => parseRow(row, rules));
  const slots: Slots[] = [];
  for (const row of parsed) {
    if (!row.ok) return row;
    slots.push(...row.value);
  }
  return ok(slots);
}

/** The literals of a list; a list may hold others. */
function listed(
  name: string,
  lists: CueRules["lists"],
  within: readonly string[] = [],
): Result<readonly string[], string> {
  const named = Object.hasOwn(lists, name) ? lists[name] : undefined;
  if (named === undefined || named.length === 0) return err(`no list ${name}`);
  if (within.includes(name)) return err(`list ${name} holds itself`);
  return alternatives(named, lists, [...within, name]);
}

function alternatives(
  texts: readonly string[],
  lists: CueRules["lists"],
  within: readonly string[] = [],
): Result<readonly string[], string> {
  const all: string[] = [];
  for (const text of texts) {
    const [, name] = LIST.exec(text) ?? [];
    const found = name === undefined ? ok([text]) : listed(name, lists, within);
    if (!found.ok) return found;
    all.push(...found.value);
  }
  return ok(all);
}

function parseRow(cue: string, rules: CueRules): Result<readonly Slots[], string> {
  const parts: Part[] = [];
  let gap = 0;
  let blank = false;
  let across = false;
  const add = (literals: readonly string[], optional: boolean) => {
    parts.push({ literals: literals.map(normal), optional, gap, blank, across });
    [gap, blank, across] = [0, false, false];
  };
  for (const [, group, maybe, list, listMaybe, reach, comma, space, literal, stray] of cue.matchAll(
    PIECE,
  )) {
    if (stray !== undefined) return err(`"${stray}" has no meaning here`);
    if (group !== undefined || list !== undefined) {
      const texts = group?.split("|").map((text) => text.trim()) ?? [`{${list}}`];
      const literals = alternatives(texts, rules.lists);
      if (!literals.ok) return literals;
      add(literals.value, maybe === "?" || listMaybe === "?");
    } else if (reach !== undefined) {
      gap = reach === "" ? GAP_CHARACTERS : Number(reach);
      blank = false;
      if (gap < 1 || gap > GAP_CHARACTERS_MAX)
        return err(`a gap is 1 to ${GAP_CHARACTERS_MAX} characters`);
    } else if (comma !== undefined) {
      [gap, blank, across] = [ACROSS_CHARACTERS, false, true];
    } else if (space !== undefined) {
      if (rules.spaced && gap === 0) [gap, blank] = [BLANKS_MAX, true];
    } else if (literal !== undefined) add([literal], false);
  }
  return checked(parts, gap > 0 && !blank);
}

function checked(parts: readonly Part[], trailingGap: boolean): Result<readonly Slots[], string> {
  const [first] = parts;
  if (first === undefined || parts.every(({ optional }) => optional))
    return err("a cue needs a phrase");
  if (trailingGap || (first.gap > 0 && !first.blank))
    return err("a gap stands between two phrases");
  const literals = parts.flatMap((part) => part.literals);
  if (literals.some((text) => text === "")) return err("an alternative is empty");
  if (literals.some((text) => text.length > LITERAL_CHARACTERS_MAX))
    return err(`a phrase has more than ${LITERAL_CHARACTERS_MAX} characters`);
  const variants = parts.reduce<readonly Variant[]>(
    (all, part) => [
      ...all.map((variant) => taking(variant, part)),
      ...(part.optional ? all.map((variant) => leaving(variant, part)) : []),
    ],
    [{ parts: [], left: undefined }],
  );
  if (variants.length > VARIANTS_MAX) return err("too many optional parts");
  return ok(
    variants.flatMap((variant) => (variant.parts.length > 0 ? [slotsOf(variant.parts)] : [])),
  );
}

/** A choice of optional parts; `left`: the last one was left out, and what may lie before it may lie before the next. */
interface Variant {
  readonly parts: readonly Part[];
  readonly left: Part | undefined;
}

function taking({ parts, left }: Variant, part: Part): Variant {
  const widest = left !== undefined && left.gap > part.gap ? left : part;
  const { gap, blank, across } = widest;
  return { parts: [...parts, { ...part, gap, blank, across }], left: undefined };
}

function leaving({ parts, left }: Variant, part: Part): Variant {
  return { parts, left: left !== undefined && left.gap > part.gap ? left : part };
}

/** The first place needs no gap before it. */
function slotsOf(parts: readonly Part[]): Slots {
  return parts.map(({ literals, gap, blank, across }, at) =>
    at === 0 ? { literals, gap: 0, blank: false, across: false } : { literals, gap, blank, across },
  );
}

const NO_BREAK = "\u00a0";
const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
const FULL_WIDTH_DISTANCE = 0xfee0;

/** Letters small, full-width letters narrow, blanks alike; every character keeps its place. */
export function normal(text: string): string {
  return (
    text
      .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
      .replaceAll(FULL_WIDTH, (wide) => {
        const narrow = String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH_DISTANCE);
        return /[a-z0-9]/i.test(narrow) ? narrow.toLowerCase() : wide;
      })
      .replaceAll(/\s/g, " ")
      // Nobody types these, so that they part no clauses as a blank may.
      .replaceAll(/\p{Cc}/gu, NO_BREAK)
      .replaceAll("’", "'")
  );
}
