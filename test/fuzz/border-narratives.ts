/** Whole files of coded cases and of narratives, as `cases` and `read` are given them. */
import { predictionsIn } from "../../src/commands/cases.ts";
import { readingsIn } from "../../src/commands/read.ts";
import type { Problem, Result } from "../../src/policy/result.ts";
import type { Dice } from "../proof/dice.ts";
import { bundle } from "../support/dialogue-scene.ts";
import { must, type Border } from "./border.ts";
import { anyJson, garbled, misshapen, words } from "./hostile.ts";

/** Sentences that are read, with what is put between them. */
const SENTENCES = [
  "汛期抢修，先施工后补手续。",
  "这件事上过会，有会议纪要。",
  "没有谋取私利，造成的损失不大。",
  "We decided it at a meeting.",
  "Nobody gained from it; the loss was small.",
  "I was not told, or so they say.",
];
const CASES_MAX = 6;

export function narrativeBorders(): readonly Border[] {
  return [
    {
      name: "files of coded cases",
      weight: 2,
      try: (dice) => {
        const file = fileOf(dice, () => ({
          id: words(dice),
          facts: someFacts(dice),
          class: "exempt",
        }));
        const found = predictionsIn("cases.yaml", file, bundle);
        if (!found.ok) return expectPlaced(found);
        // Left to people where the facts contradict each other, or what is presumed does not settle it.
        for (const { presumed, range } of found.value)
          must(presumed === "human_review" || range.includes(presumed), "outside its own range");
      },
    },
    {
      name: "files of narratives",
      weight: 2,
      try: (dice) => {
        const key = dice.pick(["narrative_zh", "narrative_en"]);
        const file = fileOf(dice, () => ({ id: "a", facts: {}, [key]: narrative(dice) }));
        const found = readingsIn("narratives.yaml", file, bundle, dice.below(2) === 0);
        if (!found.ok) return expectPlaced(found);
        for (const { proposals } of found.value) {
          const facts = proposals.map(({ fact }) => fact);
          must(new Set(facts).size === facts.length, "two values of one fact");
          for (const { quote } of proposals)
            must(quote.end > quote.start && quote.text !== "", "read from nothing");
        }
      },
    },
  ];
}

function fileOf(dice: Dice, entry: () => unknown): string {
  const list = Array.from({ length: 1 + dice.below(CASES_MAX) }, entry);
  const kind = dice.below(4);
  if (kind === 0) return JSON.stringify(misshapen(dice, list));
  if (kind === 1) return garbled(dice, JSON.stringify(list, null, 1));
  if (kind === 2) return JSON.stringify(anyJson(dice));
  return JSON.stringify(list);
}

function someFacts(dice: Dice): Readonly<Record<string, string>> {
  const facts = dice.shuffled(bundle.policy.facts).slice(0, dice.below(8));
  return Object.fromEntries(
    facts.map(({ id, choices }) => [
      id,
      dice.below(20) === 0
        ? words(dice)
        : dice.pick(choices?.map((choice) => choice.id) ?? ["yes", "no"]),
    ]),
  );
}

function narrative(dice: Dice): string {
  const parts = Array.from({ length: dice.below(8) }, () =>
    dice.below(3) === 0 ? words(dice) : dice.pick(SENTENCES),
  );
  return parts.join(dice.pick(["", " ", "\n", "，"]));
}

function expectPlaced(result: Extract<Result<unknown>, { readonly ok: false }>): void {
  const problems: readonly Problem[] = result.error;
  must(problems.length > 0, "refused without a reason");
  for (const { code, message, at } of problems.slice(0, 20)) {
    must(/^[a-z]+\/[a-z0-9-]+$/.test(code) && message !== "", `refused with ${code}`);
    must(at !== undefined && at.line >= 1 && at.column >= 1, "no place");
  }
}
