/** What a step needs beside the case: the bundle the case began with. Nothing in it changes. */
import type { Compiled } from "../policy/compile.ts";
import type { Pack, Policy } from "../policy/schema-pack.ts";
import type { Words } from "../policy/schema.ts";
import type { Case } from "./case.ts";
import type { Language } from "./reply.ts";
import type { RetentionDays } from "./retention.ts";
import type { WordsOf } from "./words-schema.ts";

export interface World {
  /** SHA-256 of the bundle. */
  readonly bundle: string;
  readonly policy: Policy;
  readonly packs: readonly Pack[];
  readonly words: Readonly<Record<Language, WordsOf>>;
  /** For how many days a case is kept. */
  readonly retention: RetentionDays;
  /** What is typed is read by a service outside this process. */
  readonly readElsewhere?: boolean;
  /** A later version that a running case may go over to; absent: this is the newest. */
  readonly newer?: World;
  /** The policy with one pack (null: national rules alone) as diagrams; made once. */
  compiled(pack: string | null): Compiled;
}

/** A case with the words of its language at hand. */
export interface Talk {
  readonly case: Case;
  readonly world: World;
  readonly words: WordsOf;
  readonly compiled: Compiled;
}

export function talkOf(current: Case, world: World): Talk {
  return {
    case: current,
    world,
    words: world.words[current.language],
    compiled: world.compiled(current.pack),
  };
}

/** The sentence of the language; data carries both. */
export function inLanguage(words: Words, language: Language): string {
  return language === "zh-CN" ? words.zh : words.en;
}

/** Puts values into the braces of a template; an unknown brace stays visible, so that checks can find it. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  const [first = "", ...rest] = partsOf(template);
  let text = first;
  for (let at = 0; at < rest.length; at += 2) {
    const name = rest[at] ?? "";
    text += (Object.hasOwn(values, name) ? String(values[name]) : `{${name}}`) + rest[at + 1];
  }
  return text;
}

/** Templates come with the content: more than one bundle has of them. */
const TEMPLATES_MAX = 1_024;
const templates = new Map<string, readonly string[]>();

/** What stands before the first brace, then each name and what follows it. */
function partsOf(template: string): readonly string[] {
  const known = templates.get(template);
  if (known !== undefined) return known;
  if (templates.size >= TEMPLATES_MAX) templates.clear();
  const parts = template.split(/\{([a-z_]+)\}/);
  templates.set(template, parts);
  return parts;
}
