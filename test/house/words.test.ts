import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ProposalWords } from "../../src/dialogue/words-proposals.ts";
import { BUTTONS, REVIEW_LINES, SAID, VERDICT_LINES } from "../../src/dialogue/words-schema.ts";

/** The code that speaks, without the list of what may be said. */
const spoken = readdirSync("src/dialogue", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.endsWith("words-schema.ts"))
  .map((name) => readFileSync(join("src/dialogue", name), "utf8"))
  .join("\n");
const app = ["conversations.ts", "rate-limit.ts"]
  .map((name) => readFileSync(join("src/app", name), "utf8"))
  .join("\n");

/** Names put together while speaking: purposes, procedure findings, owners of steps. */
const COMPOSED = new Set(
  (
    "mistake precheck inaction disagree lookup met not_met not_applicable " +
    "steps_person steps_unit steps_implementing_body"
  ).split(" "),
);

describe("no sentence is dead:", () => {
  it.each([
    ["buttons", BUTTONS],
    ["said", SAID],
    ["verdict", VERDICT_LINES],
    ["review", REVIEW_LINES],
    ["proposals", Object.keys(ProposalWords.shape)],
  ] as const)("every line of %s is said somewhere", (_, keys) => {
    const unused = keys.filter((key) => {
      const named = new RegExp(`\\.${key}\\b|"${key}"`);
      return !COMPOSED.has(key) && !named.test(spoken) && !named.test(app);
    });
    expect(unused).toEqual([]);
  });
});
