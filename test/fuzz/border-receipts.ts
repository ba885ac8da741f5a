/** Receipts that somebody hands in to be verified, and chains that somebody had their hands on. */
import { canonical } from "../../src/receipts/hashing.ts";
import { checkChain } from "../../src/receipts/verify-chain.ts";
import { readReceipt, replayProblems } from "../../src/receipts/verify-receipt.ts";
import type { Dice } from "../proof/dice.ts";
import { chainOf, filesOf, there } from "../receipts/chains.ts";
import { forgedReceipt, someReceipt } from "../receipts/scene.ts";
import { bundle } from "../support/dialogue-scene.ts";
import { allKnown } from "../support/dialogue-ways.ts";
import { must, type Border } from "./border.ts";
import { garbled, misshapen, words } from "./hostile.ts";

const FACTS = allKnown();
const DAYS = [3, 70, 1];

export function receiptBorders(): readonly Border[] {
  const receipt = someReceipt({ facts: FACTS, unsure: [] });
  const text = JSON.stringify(receipt);
  const same = canonical(receipt);
  const { lines, places } = chainOf(DAYS);
  const whole = lines.map((line) => `${line}\n`).join("");
  return [
    {
      name: "receipts",
      weight: 4,
      try: (dice) => {
        const read = readReceipt(tampered(dice, receipt, text));
        if (read.ok) must(canonical(read.value) === same, "another receipt passed for a true one");
        else expectReasons(read.error);
      },
    },
    {
      name: "receipts signed by somebody else",
      weight: 1,
      try: (dice) => {
        const facts = { ...FACTS, [strangeName(dice)]: strangeName(dice) };
        const content = { ...receipt.content, facts, pack: dice.pick([null, strangeName(dice)]) };
        const read = readReceipt(JSON.stringify(forgedReceipt(content)));
        if (!read.ok) return expectReasons(read.error);
        const problems = replayProblems(read.value, bundle.compiled(read.value.content.pack));
        must(problems.length > 0, "facts that no version knows were replayed");
      },
    },
    {
      name: "chains of receipts",
      weight: 1,
      try: (dice) => {
        const last = there(places.at(-1));
        const changed = changedChain(dice, lines, whole);
        const check = checkChain();
        for (const file of filesOf([])) check.take(file);
        check.take({ name: "0000000000.jsonl", first: 0, text: changed });
        const { problems, entries } = check.end();
        // What is cut off at the end does not show by itself; whatever else was changed does.
        const cut = whole.startsWith(changed) && (changed === "" || changed.endsWith("\n"));
        must(problems.length > 0 || cut, "a changed chain passed for a whole one");
        must(entries <= last.index + 1 || problems.length > 0, "entries out of nothing");
      },
    },
  ];
}

function tampered(dice: Dice, receipt: unknown, text: string): string {
  const kind = dice.below(4);
  if (kind === 0) return garbled(dice, text);
  if (kind === 1)
    return JSON.stringify({ receipt: misshapen(dice, receipt), account: words(dice) });
  return JSON.stringify(misshapen(dice, receipt));
}

const strangeName = (dice: Dice) =>
  dice.pick(["__proto__", "constructor", "toString", "loss", "L-ZJ-ZDPYC", "nothing"]);

/** Moves, doubles, removes or garbles lines. */
function changedChain(dice: Dice, lines: readonly string[], whole: string): string {
  if (dice.below(3) === 0) return garbled(dice, whole);
  const copy = [...lines];
  const at = dice.below(copy.length);
  const line = copy[at] ?? "";
  const kind = dice.below(4);
  if (kind === 0) copy.splice(at, 1);
  if (kind === 1) copy.splice(dice.below(copy.length), 0, line);
  if (kind === 2) copy.splice(at, 1, garbled(dice, line));
  if (kind === 3) copy.splice(at, 2, copy[at + 1] ?? "", line);
  return copy.map((one) => `${one}\n`).join("");
}

function expectReasons(problems: readonly { readonly code: string; readonly message: string }[]) {
  must(problems.length > 0, "refused without a reason");
  for (const { code, message } of problems)
    must(code.startsWith("receipt/") && message !== "", `refused with ${code}`);
}
