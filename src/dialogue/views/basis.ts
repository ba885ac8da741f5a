/** The full basis of a verdict, and the steps it calls for. */
import type { Measure } from "../../policy/schema-support.ts";
import { citeLine } from "../cite.ts";
import { button, heading, items, text, type Draft } from "../draft.ts";
import { verdictFor } from "../findings.ts";
import type { Block } from "../reply.ts";
import { fill, inLanguage, type Talk } from "../world.ts";
import { decisiveAnswersOf } from "./explanation.ts";
import { stepItem } from "./step-item.ts";

interface Item {
  readonly text: string;
  readonly detail?: string;
  readonly link?: string;
}

export function basisView(talk: Talk): Draft {
  const { words, world, case: current } = talk;
  const verdict = verdictFor(talk);
  const cited = [...new Set(verdict.reasons.flatMap((rule) => rule.cites))];
  const quoted = new Set(world.policy.distinctions.flatMap(({ cites }) => cites));
  const paraphrased = cited
    .filter((id) => !quoted.has(id))
    .flatMap((id) => provisionItem(talk, id));
  const formulations = world.policy.distinctions.map((distinction) => ({
    text: inLanguage(distinction.formulation, current.language),
    detail: distinction.cites
      .map((id) => citeLine(talk, id))
      .filter((line) => line !== undefined)
      .join(words.marks.and),
  }));
  return {
    kind: "message",
    blocks: [
      heading(words.verdict.basis),
      ...decisiveItems(talk, verdict.settled),
      ...(paraphrased.length === 0
        ? []
        : [text(words.verdict.basis_paraphrase), items(paraphrased)]),
      heading(words.verdict.basis_quoted),
      items(formulations),
    ],
    rows: [[button(words.buttons.result, "result"), button(words.buttons.steps, "steps")]],
  };
}

/** Every answer that settles it; the result itself names a few. */
function decisiveItems(talk: Talk, settled: boolean): readonly Block[] {
  const { decisive, decisive_open: open } = talk.words.verdict;
  const answers = decisiveAnswersOf(talk);
  return answers.length === 0 ? [] : [text(settled ? decisive : open), items(answers)];
}

/** One provision: its citation, our paraphrase, issuer and year, and how its validity stands. */
export function provisionItem(talk: Talk, id: string): readonly Item[] {
  const { words, case: current } = talk;
  const source = talk.compiled.sources.get(id);
  const provision = source?.provisions.find((candidate) => candidate.id === id);
  if (source === undefined || provision === undefined) return [];
  const summary = inLanguage(provision.summary, current.language);
  if (source.kind === "default") return [{ text: summary, detail: words.verdict.basis_default }];
  const validity =
    source.validity.from === null
      ? words.verdict.basis_validity_unknown
      : fill(words.verdict.basis_validity, { from: source.validity.from });
  const facts = [
    inLanguage(source.issuer, current.language),
    ...(source.year === null ? [] : [String(source.year)]),
    // An official wording is no provision that comes into force.
    ...(source.kind === "norm" ? [validity] : []),
  ];
  return [
    {
      text: `${citeLine(talk, id) ?? ""}${words.marks.colon}${summary}`,
      detail: facts.join(words.marks.and),
      ...(source.link === undefined ? {} : { link: source.link }),
    },
  ];
}

/** The steps the verdict calls for, of those its purpose may offer. */
function measuresFor(talk: Talk): readonly Measure[] {
  const { measures } = verdictFor(talk);
  const purpose = talk.world.policy.purposes.find(({ id }) => id === talk.case.purpose);
  const offered = purpose?.measures ?? "all";
  return offered === "all" ? measures : measures.filter(({ id }) => offered.includes(id));
}

const OWNERS = ["person", "unit", "implementing_body"] as const;

export function stepsView(talk: Talk): Draft {
  const { words } = talk;
  const measures = measuresFor(talk);
  const blocks: Block[] = OWNERS.flatMap((owner) => {
    const own = measures.filter((measure) => measure.owner === owner);
    if (own.length === 0) return [];
    return [
      heading(words.verdict[`steps_${owner}`]),
      items(own.map((measure) => stepItem(talk, measure))),
    ];
  });
  return {
    kind: "message",
    blocks:
      blocks.length === 0
        ? [text(words.verdict.steps_none)]
        : [text(words.verdict.steps), ...blocks],
    rows: [
      [button(words.buttons.result, "result"), button(words.buttons.copy, "copy")],
      [button(words.buttons.close, "close", "tool")],
    ],
  };
}
