import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleOf, type Bundle } from "../../src/content/bundle.ts";
import { describe as inOneLine } from "../../src/content/describe.ts";
import { readFolder, type Texts } from "../../src/content/folder.ts";
import { fencesOf } from "../../.ci/markdown.ts";
import { carriedOut, instructionsOf, mistaken } from "./instructions.ts";
import { consult, roomWith, textOf } from "./talk.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const ENGLISH = readFileSync(`${ROOT}docs/administrators.md`, "utf8");
const CHINESE = readFileSync(`${ROOT}docs/administrators.zh-CN.md`, "utf8");

const page = instructionsOf(ENGLISH, "en");
const questionAsked = "动手之前，有没有就这件事书面请示过上级，而没有得到答复？";

let shipped: Texts;
beforeAll(async () => {
  const read = await readFolder(ROOT);
  if (!read.ok) throw new Error(read.error.map(inOneLine).join("\n"));
  shipped = read.value;
});

function checkedBundle(texts: Texts): Bundle {
  const bundle = bundleOf(texts);
  if (!bundle.ok) throw new Error(bundle.error.map(inOneLine).join("\n"));
  return bundle.value;
}

describe("the administrators' page, followed word for word", () => {
  it("changes a sentence and adds a question, nine places in all", () => {
    expect(page.edits.map(({ file }) => file)).toEqual([
      "prompts/zh-CN/dialogue.yaml",
      "prompts/en/dialogue.yaml",
      "data/policy/facts.yaml",
      "data/policy/checklist.yaml",
      "data/policy/elements.yaml",
      "data/policy/questions.yaml",
      "prompts/zh-CN/questions.yaml",
      "prompts/en/questions.yaml",
      "data/policy/rules/5-look.yaml",
    ]);
  });

  it("leads to content that passes the check", () => {
    const before = checkedBundle(shipped);
    const after = checkedBundle(carriedOut(shipped, page.edits));
    expect(after.bundle).not.toBe(before.bundle);
    expect(after.policy.facts).toHaveLength(before.policy.facts.length + 1);
  });

  it("changes what the bot says", async () => {
    const { person } = await roomWith(checkedBundle(carriedOut(shipped, page.edits)));
    const somebody = person("test:sentence");
    for (const line of ["你好", "知道了，开始", "事情已经发生", "都不是，或说不准"])
      await somebody.say(line);
    expect(textOf(await somebody.say("不清楚"))).toContain("三五句就行");
  });

  it("has the new question asked, and its rule decide", async () => {
    const { person } = await roomWith(checkedBundle(carriedOut(shipped, page.edits)));
    const { asked, last } = await consult(person("test:question"), {
      [questionAsked]: "有",
      有没有造成损失: "较小",
    });
    expect(asked.filter((question) => question.includes(questionAsked))).toHaveLength(1);
    expect(last).toContain("容错减责");
    expect(last).toContain("事前书面请示过而没有得到答复");
  });

  it("does not have it asked before the page was followed", async () => {
    const { person } = await roomWith(checkedBundle(shipped));
    const { asked } = await consult(person("test:shipped"), { 有没有造成损失: "较小" });
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((question) => question.includes(questionAsked))).toEqual([]);
  });

  it.each(page.mistakes.map((mistake) => [mistake.answer.join("; "), mistake] as const))(
    "is answered, where it goes wrong, by %s",
    (_, mistake) => {
      const bundle = bundleOf(mistaken(shipped, page.edits, mistake));
      expect(bundle.ok ? ["ok"] : bundle.error.map(inOneLine)).toEqual(mistake.answer);
    },
  );

  it("says the same in Chinese", () => {
    expect(instructionsOf(CHINESE, "zh-CN")).toEqual(page);
    const codes = (markdown: string) => fencesOf(markdown).map(({ code }) => code);
    expect(codes(CHINESE)).toEqual(codes(ENGLISH));
  });
});
