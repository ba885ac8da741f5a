/** Reads the prompts of every language and checks them against the policy and each other. */
import type { Fact } from "../policy/schema.ts";
import { valuesOf } from "../policy/compile.ts";
import { err, ok, type Problem, type Result } from "../policy/result.ts";
import type { Policy } from "../policy/schema-pack.ts";
import type { Pack } from "../policy/schema-pack.ts";
import type { Question } from "../policy/schema-support.ts";
import { Language } from "../dialogue/reply.ts";
import { ConsoleWords } from "../dialogue/console-words.ts";
import { DialogueWords, QuestionWordsFile, type WordsOf } from "../dialogue/words-schema.ts";
import type { Texts } from "./folder.ts";
import { isPatternFile } from "./patterns.ts";
import { readFileOf } from "./read-file-of.ts";
import type { Located } from "./yaml.ts";
import type * as z from "zod";

interface Files {
  readonly dialogue: Located<DialogueWords>;
  readonly console: Located<ConsoleWords>;
  readonly questions: Located<z.output<typeof QuestionWordsFile>>;
}

/** The console's pages beside what the talk says. */
export type AllWords = Readonly<Record<Language, WordsOf & { readonly console: ConsoleWords }>>;

export interface Spoken {
  readonly policy: Policy;
  readonly packs: readonly Pack[];
}

/**
 * Problems: prompt/missing, prompt/unused, prompt/choices, prompt/braces, and those of readYaml. Without `spoken`, where
 * the policy could not be read, the words are checked against each other alone.
 */
export function readWords(texts: Texts, spoken: Spoken | undefined): Result<AllWords> {
  const problems: Problem[] = [];
  const read = (language: Language): Files | undefined => {
    const dialogue = readFileOf(
      texts,
      `prompts/${language}/dialogue.yaml`,
      DialogueWords,
      problems,
      "prompt/missing",
    );
    const questions = readFileOf(
      texts,
      `prompts/${language}/questions.yaml`,
      QuestionWordsFile,
      problems,
      "prompt/missing",
    );
    const pages = readFileOf(
      texts,
      `prompts/${language}/console.yaml`,
      ConsoleWords,
      problems,
      "prompt/missing",
    );
    return dialogue === undefined || questions === undefined || pages === undefined
      ? undefined
      : { dialogue, questions, console: pages };
  };
  const languages = Language.options.map((language) => [language, read(language)] as const);
  for (const [, files] of languages)
    if (files !== undefined && spoken !== undefined) checkQuestions(files, spoken, problems);
  checkUnexpected(texts, problems);
  checkBraces(languages, problems);
  if (problems.length > 0) return err(problems);
  return ok(
    Object.fromEntries(
      languages.map(([language, files]) => [
        language,
        {
          ...files?.dialogue.value,
          questions: files?.questions.value.questions,
          console: files?.console.value,
        },
      ]),
    ) as AllWords,
  );
}

function checkUnexpected(texts: Texts, problems: Problem[]): void {
  const known = new Set(
    Language.options.flatMap((language) => [
      `prompts/${language}/dialogue.yaml`,
      `prompts/${language}/questions.yaml`,
      `prompts/${language}/console.yaml`,
    ]),
  );
  for (const file of texts.keys()) {
    if (!file.startsWith("prompts/") || known.has(file) || isPatternFile(file)) continue;
    problems.push({
      code: "prompt/unused",
      message: `${file} is not a prompt file this bot reads`,
      at: { file, line: 1, column: 1 },
    });
  }
}

/** Every question has words for each of its values or items, and no words are left over. */
function checkQuestions(files: Files, { policy, packs }: Spoken, problems: Problem[]): void {
  const where = files.questions;
  const words = where.value.questions;
  const facts = new Map(
    [...policy.facts, ...packs.flatMap((pack) => pack.facts)].map((fact) => [fact.id, fact]),
  );
  const questions = [...policy.questions, ...packs.flatMap((pack) => pack.questions)];
  for (const question of questions) {
    // A fact that is not there is reported where the question names it.
    if (question.facts.some((id) => !facts.has(id))) continue;
    const own = words[question.id];
    if (own === undefined) {
      problems.push({
        code: "prompt/missing",
        message: `no words for question ${question.id}`,
        at: where.locateKey(["questions"]),
      });
      continue;
    }
    const expected = expectedKeys(question, facts);
    const given = Object.keys((question.kind === "checklist" ? own.items : own.choices) ?? {});
    const key = question.kind === "checklist" ? "items" : "choices";
    for (const missing of expected.filter((value) => !given.includes(value))) {
      problems.push({
        code: "prompt/choices",
        message: `question ${question.id} has no words for ${missing}`,
        at: where.locate(["questions", question.id, key]),
      });
    }
    for (const extra of given.filter((value) => !expected.includes(value))) {
      problems.push({
        code: "prompt/choices",
        message: `question ${question.id} has no ${extra}`,
        at: where.locateKey(["questions", question.id, key, extra]),
      });
    }
  }
  const known = new Set(questions.map(({ id }) => id));
  for (const id of Object.keys(words)) {
    if (known.has(id)) continue;
    problems.push({
      code: "prompt/unused",
      message: `no question ${id}`,
      at: where.locateKey(["questions", id]),
    });
  }
}

function expectedKeys(question: Question, facts: ReadonlyMap<string, Fact>): readonly string[] {
  if (question.kind === "checklist") return question.facts;
  const fact = facts.get(question.facts[0] ?? "");
  return fact === undefined ? [] : valuesOf(fact);
}

/** A sentence takes the same values in every language. */
function checkBraces(
  languages: readonly (readonly [Language, Files | undefined])[],
  problems: Problem[],
): void {
  const [first, ...others] = languages;
  if (first?.[1] === undefined) return;
  for (const file of ["dialogue", "console"] as const) {
    const expected = bracesOf(first[1][file].value);
    for (const [, files] of others) {
      if (files === undefined) continue;
      for (const [path, braces] of bracesOf(files[file].value)) {
        if (expected.get(path) === braces) continue;
        problems.push({
          code: "prompt/braces",
          message: `${path} takes ${braces || "nothing"} here but ${expected.get(path) || "nothing"} in ${first[0]}`,
          at: files[file].locate(path.split(".")),
        });
      }
    }
  }
}

/** The sections whose sentences take values; labels of buttons take none. */
function sentencesOf(words: DialogueWords | ConsoleWords): object {
  if ("page" in words) return { page: words.page, error: words.error };
  const { said, verdict, review, moved, proposals, link, web } = words;
  return { said, verdict, review, moved, proposals, link, web };
}

function bracesOf(words: DialogueWords | ConsoleWords): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(sentencesOf(words) as Record<string, Record<string, string>>).flatMap(
      ([section, lines]) =>
        Object.entries(lines).map(
          ([key, line]) =>
            [
              `${section}.${key}`,
              [...new Set([...line.matchAll(/\{([a-z_]+)\}/g)].map((match) => match[0]))]
                .toSorted()
                .join(" "),
            ] as const,
        ),
    ),
  );
}
