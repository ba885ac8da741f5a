import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { cellWidth } from "../../src/channels/terminal-width.ts";
import { LINE_CELLS_MAX } from "../../src/channels/terminal-draw.ts";
import type { Case } from "../../src/dialogue/case.ts";
import { answerLine } from "../../src/dialogue/answers.ts";
import { talkOf } from "../../src/dialogue/world.ts";
import { LANGUAGES, ROOT, bundle } from "../support/dialogue-scene.ts";
import { allKnown, answer, asking, questionNow } from "../support/dialogue-ways.ts";
import type { Mind } from "../support/dialogue-ways.ts";

const MIND = allKnown({ urgent: "yes", reported_promptly: "yes" });

/** Runs `distinguo chat` as people do in a script: lines in, transcript out. */
async function chat(lines: readonly string[], ...options: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), "distinguo-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = spawn(process.execPath, ["bin/distinguo.js", "chat", ...options], {
    cwd: ROOT,
    env: { ...process.env, DISTINGUO_DATA: join(folder, "var"), TELEGRAM_BOT_TOKEN: "" },
  });
  const [output, faults]: [string[], string[]] = [[], []];
  program.stdout.setEncoding("utf8").on("data", (text: string) => void output.push(text));
  program.stderr.setEncoding("utf8").on("data", (text: string) => void faults.push(text));
  program.stdin.end(`${lines.join("\n")}\n`);
  const code = await new Promise((resolve) => program.once("close", resolve));
  return { code, output: output.join(""), faults: faults.join(""), files: await readdir(folder) };
}

/** The labels a person would type to get through the questions, and the case they lead to. */
async function script(
  language: "zh-CN" | "en",
  mind: Mind,
): Promise<{ lines: string[]; end: Case }> {
  const words = bundle.words[language];
  const { consent, mistake, national, skip_time: anyTime, skip_telling: skip } = words.buttons;
  const lines = [consent, mistake, national, anyTime, skip];
  const scene = await asking("mistake", { language });
  while (scene.state === "asking") {
    const question = questionNow(scene);
    const { choices, items } = words.questions[question.id] ?? {};
    const open = (scene.case.offered?.actions ?? []).flatMap((action) =>
      action.do === "tick" ? [action.with ?? ""] : [],
    );
    const ticked = open.filter((fact) => mind[fact] === "yes");
    await answer(scene, mind);
    if (question.kind === "checklist") {
      const end = ticked.length === 0 ? words.buttons.none_of_these : words.buttons.done;
      lines.push(...ticked.map((fact) => items?.[fact] ?? ""), end);
      continue;
    }
    const [fact = ""] = question.facts;
    lines.push(choices?.[scene.facts[fact] ?? ""] ?? words.buttons.unsure);
  }
  return { lines: [...lines, words.buttons.confirm, words.buttons.steps], end: scene.case };
}

describe("a consultation in the terminal, scripted by labels", () => {
  it.each(LANGUAGES)("goes to the verdict and its steps (%s)", async (language) => {
    const { lines, end } = await script(language, MIND);
    const { code, output, faults, files } = await chat(lines, "--lang", language);
    expect({ code, faults }).toEqual({ code: 0, faults: "" });
    const flat = output.replaceAll(/\s+/g, "");
    const expectSaid = (text: string) => expect(flat).toContain(text.replaceAll(/\s+/g, ""));
    const words = bundle.words[language];
    const seen = talkOf(end, bundle);
    for (const filed of end.answers) expectSaid(answerLine(seen, filed));
    expectSaid(words.said.summary);
    expectSaid(words.verdict.distinctions);
    expectSaid(words.verdict.who_decides);
    expectSaid(words.verdict.steps);
    expect(output).not.toContain(words.said.not_understood);
    for (const line of output.split("\n"))
      expect(cellWidth(line), line).toBeLessThanOrEqual(LINE_CELLS_MAX);
    // A script leaves nothing behind.
    expect(files).toEqual([]);
  });

  it("takes numbers, nonsense and commands, and ends well wherever the input ends", async () => {
    const { code, output, faults } = await chat(["1", "1", "哎呀", "/help", "", "99", "/language"]);
    expect({ code, faults }).toEqual({ code: 0, faults: "" });
    expect(output).toContain(bundle.words["zh-CN"].said.not_understood);
    expect(output).toContain(bundle.words.en.said.language_changed);
  });
});
