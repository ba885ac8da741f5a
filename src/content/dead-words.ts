/** Words for what is never said: how a question is put before acting, when it never is. */
import { Language } from "../dialogue/reply.ts";
import { QuestionWordsFile } from "../dialogue/words-schema.ts";
import { neverAskedBefore } from "../policy/proofs/before-acting.ts";
import type { Laws } from "../policy/proofs/laws.ts";
import type { Place } from "../policy/result.ts";
import type { Texts } from "./folder.ts";
import type { AllWords } from "./words-files.ts";
import { readYaml } from "./yaml.ts";

/** policy/dead-prompt, at the words. The files are read again for the place alone. */
export function noDeadWords(laws: Laws, words: AllWords, texts: Texts) {
  const spoken = Language.options.map((language) => {
    const questions = Object.entries(words[language].questions);
    return [
      language,
      new Set(questions.flatMap(([id, { before }]) => (before ? [id] : []))),
    ] as const;
  });
  const ids = new Set(spoken.flatMap(([, questions]) => [...questions]));
  return neverAskedBefore(laws, ids).flatMap(({ id }) =>
    spoken
      .filter(([, questions]) => questions.has(id))
      .map(([language]) => ({
        code: "policy/dead-prompt" as const,
        message: `${id} is never asked before acting: nothing it asks for can be known and matter then`,
        at: placeOfWords(texts, language, id),
        witness: { ids: [id] },
      })),
  );
}

function placeOfWords(texts: Texts, language: Language, id: string): Place {
  const file = `prompts/${language}/questions.yaml`;
  const read = readYaml(file, texts.get(file) ?? "", QuestionWordsFile);
  return read.ok ? read.value.locateKey(["questions", id, "before"]) : { file, line: 1, column: 1 };
}
