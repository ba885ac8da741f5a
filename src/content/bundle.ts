/** A content folder → one frozen bundle named by its SHA-256, or every problem in it. */
import { createHash } from "node:crypto";
import { compile, type Compiled } from "../policy/compile.ts";
import { err, ok, type Result } from "../policy/result.ts";
import type { World } from "../dialogue/world.ts";
import { readFolder, type Texts } from "./folder.ts";
import { exampleProblems } from "./patterns-examples.ts";
import { readPatterns, type PatternBooks } from "./patterns.ts";
import { assemble, readPolicyFiles } from "./policy-files.ts";
import { checkReferences } from "./references.ts";
import { provePolicy, type Theorem } from "./theorems.ts";
import { readWords, type AllWords } from "./words-files.ts";

export interface Bundle extends World {
  readonly words: AllWords;
  /** The files it was made of: enough to make it again, byte for byte. */
  readonly texts: Texts;
  readonly theorems: readonly Theorem[];
  /** How each language says what the policy asks about. */
  readonly patterns: PatternBooks;
}

/**
 * Reads and checks a folder holding data/ and prompts/. The examples of the patterns are `trusted` in content that was
 * checked before it came here; running them takes a third of a second.
 */
export async function loadBundle(
  root: string,
  examples: "run" | "trusted" = "trusted",
): Promise<Result<Bundle>> {
  const texts = await readFolder(root);
  if (!texts.ok) return texts;
  const bundle = bundleOf(texts.value);
  return examples === "run" ? withExamples(texts.value, bundle) : bundle;
}

function withExamples(texts: Texts, bundle: Result<Bundle>): Result<Bundle> {
  const problems = [...(bundle.ok ? [] : bundle.error), ...exampleProblems(texts)];
  return problems.length > 0 ? err(problems) : bundle;
}

/** What a check has to tell: the bundle or its problems, and what was proved either way. */
export interface Examined {
  readonly bundle: Result<Bundle>;
  /** Empty where the files cannot be understood, so that nothing was there to prove. */
  readonly theorems: readonly Theorem[];
}

/** The same as loadBundle, on a day (ISO date), with the theorems of a policy that fails some. */
export async function examineFolder(root: string, day: string): Promise<Examined> {
  const texts = await readFolder(root);
  if (!texts.ok) return { bundle: texts, theorems: [] };
  const { bundle, theorems } = examine(texts.value, day);
  return { bundle: withExamples(texts.value, bundle), theorems };
}

/** The name depends on the paths and bytes of the files alone. */
export function hashOf(texts: Texts): string {
  const hash = createHash("sha256");
  for (const [file, text] of [...texts].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${file}\0${Buffer.byteLength(text)}\0${text}`);
  }
  return hash.digest("hex");
}

/**
 * Problems: those of the policy's files and of the words; where there are none, of what is proved over all situations.
 * On a `day` (ISO date) nothing may be cited that has gone out of force; a bundle of another day stays as it was.
 */
export function bundleOf(texts: Texts, day?: string): Result<Bundle> {
  return examine(texts, day).bundle;
}

function examine(texts: Texts, day: string | undefined): Examined {
  const files = readPolicyFiles(texts);
  const spoken = files.ok
    ? { policy: assemble(files.value), packs: files.value.packs.map(({ value }) => value) }
    : undefined;
  const words = readWords(texts, spoken);
  const patterns = readPatterns(texts, spoken);
  const problems = [
    ...(files.ok ? checkReferences(files.value) : files.error),
    ...(words.ok ? [] : words.error),
    ...(patterns.ok ? [] : patterns.error),
  ];
  if (!files.ok || spoken === undefined || !words.ok || !patterns.ok || problems.length > 0)
    return { bundle: err(problems), theorems: [] };
  const { policy, packs } = spoken;
  const compiled = compiledOnce(policy, packs);
  const { problems: failures, theorems } = provePolicy(files.value, packs, compiled, {
    ...(day === undefined ? {} : { day }),
    spoken: { words: words.value, texts },
  });
  if (failures.length > 0) return { bundle: err(failures), theorems };
  const name = hashOf(texts);
  const bundle = {
    bundle: name,
    policy,
    packs,
    words: words.value,
    retention: files.value.single["data/retention.yaml"].value.days,
    patterns: patterns.value,
    texts,
    theorems,
    compiled,
  };
  return { bundle: ok(deepFreeze(bundle)), theorems };
}

function compiledOnce(policy: World["policy"], packs: World["packs"]): World["compiled"] {
  const made = new Map<string | null, Compiled>();
  const compiled = (id: string | null): Compiled => {
    const known = made.get(id);
    if (known !== undefined) return known;
    const pack = packs.find((candidate) => candidate.id === id) ?? null;
    // A pack adds little: it takes the order found for the national rules.
    const fresh =
      pack === null ? compile(policy, null) : compile(policy, pack, compiled(null).facts);
    made.set(id, fresh);
    return fresh;
  };
  return compiled;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value) || value instanceof Map)
    return value;
  Object.freeze(value);
  Object.values(value).forEach(deepFreeze);
  return value;
}
