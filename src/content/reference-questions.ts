/** Questions, wherever they stand. */
import type { Fact } from "../policy/schema.ts";
import type { Question } from "../policy/schema-support.ts";
import type { Path, Report } from "./reference-parts.ts";
import type { Located } from "./yaml.ts";

/** reference/unknown-topic, reference/unknown-fact and reference/question of one question. */
export function checkQuestion(
  question: Question,
  topics: ReadonlySet<string>,
  facts: ReadonlyMap<string, Fact>,
  where: Located<unknown>,
  path: Path,
  report: Report,
): void {
  const { id, topic, kind } = question;
  if (!topics.has(topic))
    report("reference/unknown-topic", `no topic ${topic}`, where, [...path, "topic"]);
  if (kind === "single" && question.facts.length !== 1) {
    const message = `${id}: a single question sets one fact`;
    report("reference/question", message, where, [...path, "facts"]);
  }
  question.facts.forEach((fact, j) => {
    const place = [...path, "facts", j];
    const known = facts.get(fact);
    if (known === undefined) report("reference/unknown-fact", `no fact ${fact}`, where, place);
    else if (kind === "checklist" && known.choices !== undefined) {
      const message = `${fact} is not a yes-or-no fact and cannot be ticked`;
      report("reference/question", message, where, place);
    }
  });
}

/** reference/unasked-fact: no question sets the fact. Kept back while a question names a fact that is not there. */
export function checkAsked(
  own: readonly Fact[],
  questions: readonly Question[],
  facts: ReadonlyMap<string, Fact>,
  where: Located<unknown>,
  report: Report,
): void {
  const asked = new Set(questions.flatMap((question) => question.facts));
  if ([...asked].some((id) => !facts.has(id))) return;
  for (const { id } of own) {
    if (!asked.has(id))
      report("reference/unasked-fact", `no question sets fact ${id}`, where, ["questions"]);
  }
}
