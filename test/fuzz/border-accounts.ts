/** What operators hand in: settings, accounts, coded cases, stored documents and the chain of receipts. */
import * as z from "zod";
import { accountFrom, AccountInput, CodedAccount } from "../../src/commands/account.ts";
import { readYaml } from "../../src/content/yaml.ts";
import { Case } from "../../src/dialogue/case.ts";
import { decide } from "../../src/policy/decide.ts";
import { EnvironmentFault } from "../../src/ports.ts";
import { linkOf } from "../../src/receipts/chain.ts";
import { readSettings } from "../../src/settings.ts";
import type { Dice } from "../proof/dice.ts";
import { bundle, NOW_MS, talk } from "../support/dialogue-scene.ts";
import { must, type Border } from "./border.ts";
import { anyJson, garbled, misshapen, words } from "./hostile.ts";

const SECRET = "123456:secret-of-the-bot";
const NAMES = [
  "PORT",
  "HOST",
  "DISTINGUO_DATA",
  "PUBLIC_URL",
  "TELEGRAM_API_ROOT",
  "TELEGRAM_WEBHOOK_URL",
  "TELEGRAM_WEBHOOK_SECRET",
  "LOG_LEVEL",
  "__proto__",
];
const CodedCases = z.array(CodedAccount);

export async function accountBorders(): Promise<readonly Border[]> {
  const scene = await talk();
  await scene.opens();
  const stored: unknown = scene.case;
  return [
    { name: "settings", weight: 6, try: settings },
    { name: "accounts", weight: 8, try: account },
    { name: "coded cases", weight: 4, try: codedCases },
    {
      name: "stored cases",
      weight: 6,
      try: (dice) => {
        const parsed = Case.safeParse(misshapen(dice, stored));
        must(parsed.success || parsed.error.issues.length > 0, "refused without a reason");
      },
    },
    {
      name: "lines of the chain",
      weight: 3,
      try: (dice) => {
        const link = linkOf(dice.below(2) === 0 ? words(dice) : JSON.stringify(anyJson(dice)));
        must(link === undefined, "a line nobody wrote");
      },
    },
  ];
}

function settings(dice: Dice): void {
  const given = Array.from(
    { length: dice.below(4) },
    () => [dice.pick(NAMES), words(dice)] as const,
  );
  try {
    readSettings({ ...Object.fromEntries(given), TELEGRAM_BOT_TOKEN: SECRET });
  } catch (error) {
    must(error instanceof EnvironmentFault, `a fault of its own: ${String(error)}`);
    must(!error.message.includes("\n"), "more than one line");
    must(!error.message.includes(SECRET), "a secret told");
  }
}

function account(dice: Dice): void {
  const read = readYaml("an account", accountText(dice), AccountInput);
  if (!read.ok) return must(read.error.length > 0, "refused without a reason");
  const found = accountFrom(read.value.value, bundle, read.value.locate);
  if (!found.ok) return must(found.error.length > 0, "refused without a reason");
  const verdict = decide(bundle.compiled(found.value.pack), found.value);
  must(Array.isArray(verdict.range), "no verdict");
}

function accountText(dice: Dice): string {
  const facts = bundle.policy.facts.map(({ id, choices }) => {
    const values = choices?.map((choice) => choice.id) ?? ["yes", "no"];
    return `  ${id}: ${dice.pick(values)}`;
  });
  const some = dice.shuffled(facts).slice(0, 1 + dice.below(12));
  const text = `facts:\n${some.join("\n")}\nacted: {from: 2024-01-01, until: 2024-12-31}\n`;
  return dice.below(4) === 0 ? text : garbled(dice, text);
}

function codedCases(dice: Dice): void {
  const text =
    dice.below(2) === 0
      ? JSON.stringify(anyJson(dice))
      : garbled(dice, `- {id: a${NOW_MS}, facts: {loss: minor}}\n- {id: b, class: exempt}\n`);
  const read = readYaml("cases", text, CodedCases);
  must(read.ok || read.error.length > 0, "refused without a reason");
}
