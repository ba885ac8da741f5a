import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { bundleOf, examineFolder, loadBundle } from "../../src/content/bundle.ts";
import { exampleProblems } from "../../src/content/patterns-examples.ts";
import { expectRefused, rowsOf, type BadContent } from "../support/bad-content.ts";
import { edited, placeOf } from "../support/edited-content.ts";
import { shippedTexts } from "../support/shipped.ts";

const texts = await shippedTexts();
const PROCEDURE = "prompts/zh-CN/patterns-procedure.yaml";
const GATE = "prompts/zh-CN/patterns-gate.yaml";
const MAIN = "prompts/zh-CN/patterns.yaml";

const content: BadContent = {
  [PROCEDURE]: {
    "a fact that the policy does not have": {
      from: "fact: collective_decision",
      to: "fact: collective_wisdom",
      code: "patterns/fact",
      at: "collective_wisdom",
    },
    "a value that the fact does not take": {
      from: "negated: no",
      to: "negated: nope",
      code: "patterns/value",
      at: "nope",
    },
    "a value of a further fact": {
      from: "procedure_simplified: yes",
      to: "procedure_simplified: perhaps",
      code: "patterns/value",
      at: "perhaps",
    },
    "an id that stands twice": {
      from: "id: decided_alone",
      to: "id: decided_together",
      code: "patterns/twice",
      at: /(?<=id: decided_together[^]*id: )decided_together/,
    },
    "a cue with a list that is not there": {
      from: "- 四议两公开",
      to: '- "{nobody}四议两公开"',
      code: "patterns/cue",
      at: '"{nobody}',
    },
    "a cue that ends in a gap": {
      from: "- 四议两公开",
      to: "- 四议两公开…",
      code: "patterns/cue",
      at: "四议两公开…",
    },
    "a key nobody knows": {
      from: "    fact: collective_decision",
      to: "    regex: .*\n    fact: collective_decision",
      code: "schema/unknown-key",
      at: "regex",
    },
  },
  [MAIN]: {
    "a kind of context that is missing": {
      from: /^ {2}hedges: [^\]]*\]$/m,
      to: "",
      code: "schema/missing",
      at: /negators:/,
    },
  },
};

describe("patterns with a mistake are refused at its line and column:", () => {
  it.each(rowsOf(content))("%s", (_, file, edit) => {
    expectRefused(texts, file, edit);
  });

  it("a language without its patterns", () => {
    const [file] = [MAIN];
    const changed = new Map([...texts].filter(([name]) => name !== file));
    expect(exampleProblems(changed)).toEqual([]);
  });
});

describe("examples are tried", () => {
  it("only once every cue can be understood", () => {
    const changed = edited(texts, { file: PROCEDURE, from: "- 四议两公开", to: "- 四议两公开?" });
    expect(exampleProblems(changed)).toEqual([]);
    expect(bundleOf(changed)).toMatchObject({ ok: false, error: [{ code: "patterns/cue" }] });
  });

  it("and those that ship hold", () => {
    expect(exampleProblems(texts)).toEqual([]);
  });

  it.each([
    ["an example that is not read", "- 项目未批先建。", "- 项目已经建成。", "patterns/example"],
    [
      "an example read otherwise",
      "value: no, quote: 事先没有请示",
      "value: yes, quote: 事先没有请示",
      "patterns/example",
    ],
    [
      "an example with other words quoted",
      "quote: 未报主管部门批准",
      "quote: 主管部门批准",
      "patterns/example",
    ],
    [
      "a counter-example that is read",
      "[公司未经批准擅自施工。",
      "[他未经批准施工。",
      "patterns/counter-example",
    ],
  ])("%s is a finding at its place", (_, from, to, code) => {
    const changed = edited(texts, { file: PROCEDURE, from, to });
    const [problem, ...more] = exampleProblems(changed);
    expect({ code: problem?.code, more }).toEqual({ code, more: [] });
    const { line } = placeOf(changed, PROCEDURE, to);
    expect(problem?.at).toMatchObject({ file: PROCEDURE, line });
  });

  it("by check and when content is taken up at run time, not at every start", async () => {
    const changed = edited(texts, { file: GATE, from: "[企业不作为。", to: "[他不作为。" });
    const folder = await mkdtemp(join(tmpdir(), "distinguo-patterns-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    for (const [file, text] of changed) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    const wrong = { ok: false, error: [{ code: "patterns/counter-example" }] };
    expect((await examineFolder(folder, "2026-01-01")).bundle).toMatchObject(wrong);
    expect(await loadBundle(folder, "run")).toMatchObject(wrong);
    expect((await loadBundle(folder)).ok).toBe(true);
  });
});

describe("the shipped patterns", () => {
  it("speak of every fact that the questions ask about", async () => {
    const { shippedBundle } = await import("../support/shipped.ts");
    const { patterns, policy } = await shippedBundle();
    const told = new Set(
      patterns["zh-CN"].patterns.flatMap(({ fact, also }) => [fact, ...Object.keys(also)]),
    );
    const asked = policy.questions.flatMap(({ facts }) => facts);
    expect(asked.filter((fact) => !told.has(fact))).toEqual(["major_matter"]);
  });
});
