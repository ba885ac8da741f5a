/** A content folder → one frozen bundle named by its SHA-256, or every problem in it. */
import { createHash } from "node:crypto";
import { compile, type Compiled } from "../policy/compile.ts";
import { err, ok, type Result } from "../policy/result.ts";
import type { World } from "../dialogue/world.ts";
import { readFolder, type Texts } from "./folder.ts";
import { assemble, readPolicyFiles } from "./policy-files.ts";
import { checkReferences } from "./references.ts";
import { provePolicy, type Theorem } from "./theorems.ts";
import { readWords } from "./words-files.ts";

export interface Bundle extends World {
  /** The files it was made of: enough to make it again, byte for byte. */
  readonly texts: Texts;
  readonly theorems: readonly Theorem[];
}

/** Reads and checks a folder holding data/ and prompts/. */
export async function loadBundle(root: string): Promise<Result<Bundle>> {
  const texts = await readFolder(root);
  return texts.ok ? bundleOf(texts.value) : texts;
}

/** The name depends on the paths and bytes of the files alone. */
export function hashOf(texts: Texts): string {
  const hash = createHash("sha256");
  for (const [file, text] of [...texts].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${file}\0${Buffer.byteLength(text)}\0${text}`);
  }
  return hash.digest("hex");
}

/** Problems: those of the policy's files and of the words; where there are none, of what is proved over all situations. */
export function bundleOf(texts: Texts): Result<Bundle> {
  const files = readPolicyFiles(texts);
  const spoken = files.ok
    ? { policy: assemble(files.value), packs: files.value.packs.map(({ value }) => value) }
    : undefined;
  const words = readWords(texts, spoken);
  const problems = [
    ...(files.ok ? checkReferences(files.value) : files.error),
    ...(words.ok ? [] : words.error),
  ];
  if (!files.ok || spoken === undefined || !words.ok || problems.length > 0) return err(problems);
  const { policy, packs } = spoken;
  const compiled = compiledOnce(policy, packs);
  const proof = provePolicy(files.value, packs, compiled);
  if (proof.problems.length > 0) return err(proof.problems);
  return ok(
    deepFreeze({
      bundle: hashOf(texts),
      policy,
      packs,
      words: words.value,
      texts,
      theorems: proof.theorems,
      compiled,
    }),
  );
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
