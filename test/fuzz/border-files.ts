/** Files of content, edited by accident or on purpose, and the words they hold. */
import * as z from "zod";
import { bundleOf } from "../../src/content/bundle.ts";
import { readYaml } from "../../src/content/yaml.ts";
import { fill } from "../../src/dialogue/world.ts";
import type { Problem } from "../../src/policy/result.ts";
import type { Dice } from "../proof/dice.ts";
import { shippedTexts } from "../support/shipped.ts";
import { must, type Border } from "./border.ts";
import { garbled, words } from "./hostile.ts";

/** So much of a file at a time: a whole one takes its time to read, garbled or not. */
const EXCERPT_CHARACTERS_MAX = 1_200;
const NAMES = ["tier", "count", "__proto__", "constructor", "to_string"];

export async function fileBorders(): Promise<readonly Border[]> {
  const texts = await shippedTexts();
  const files = [...texts.keys()];
  return [
    {
      name: "content files",
      weight: 20,
      try: (dice) => {
        const text = texts.get(dice.pick(files)) ?? "";
        const from = text.lastIndexOf("\n", dice.below(text.length)) + 1;
        const excerpt = text.slice(from, from + EXCERPT_CHARACTERS_MAX);
        const read = readYaml("a file", garbled(dice, excerpt), z.unknown());
        if (!read.ok) expectPlaced(read.error);
      },
    },
    {
      name: "content folders",
      weight: 0.02,
      untimed: true,
      try: (dice) => {
        const file = dice.pick(files);
        const read = bundleOf(new Map([...texts, [file, garbled(dice, texts.get(file) ?? "")]]));
        if (!read.ok) expectPlaced(read.error);
      },
    },
    { name: "templates", weight: 6, try: fillIn },
  ];
}

function expectPlaced(problems: readonly Problem[]): void {
  must(problems.length > 0, "refused without a reason");
  for (const { code, message, at } of problems.slice(0, 20)) {
    must(/^[a-z]+\/[a-z0-9-]+$/.test(code), `code ${code}`);
    must(message !== "", "no message");
    must(at !== undefined && at.line >= 1 && at.column >= 1, "no place");
  }
}

/** What is put in is never read as a template again, and a name that is not given stays as it is. */
function fillIn(dice: Dice): void {
  const value = words(dice);
  const name = dice.pick(NAMES);
  const filled = fill(`a{${name}}b{nothing}`, { tier: value, count: value });
  const given = name === "tier" || name === "count";
  must(filled === `a${given ? value : `{${name}}`}b{nothing}`, `filled in: ${name}`);
}
