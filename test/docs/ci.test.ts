import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandsOf, differences, startsServer } from "../../.ci/commands.ts";
import { countOf, totalOf } from "../../.ci/count.ts";
import { fencesOf } from "../../.ci/markdown.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const fence = (language: string, code: string) => `\`\`\`${language}\n${code}\n\`\`\`\n`;
const page = (name: string, ...blocks: readonly string[]) => ({
  name,
  markdown: blocks.map((code) => `Do this:\n\n${fence("sh", code)}`).join("\n"),
});

describe("the blocks of a page", () => {
  it("carry their language, their line and the paragraph before them", () => {
    const markdown = `# Title\n\nFirst\nsecond:\n\n${fence("yaml", "a: 1\nb: 2")}`;
    expect(fencesOf(markdown)).toEqual([
      { language: "yaml", code: "a: 1\nb: 2", line: 6, lead: "First second:" },
    ]);
  });

  it("have no paragraph of their own when they follow another block", () => {
    const leads = fencesOf(`${fence("sh", "one")}\n${fence("sh", "two")}`).map(({ lead }) => lead);
    expect(leads).toEqual(["", ""]);
  });

  it("lose the indent of the list they stand in", () => {
    const [block] = fencesOf("1. Do\n\n   ```sh\n   one\n     two\n   ```\n");
    expect(block?.code).toBe("one\n  two");
  });

  it("have to be closed", () => {
    expect(() => fencesOf("\n```sh\nnpm ci\n")).toThrow("line 2");
  });
});

describe("the commands of two pages", () => {
  it("run once where both pages have them", () => {
    const commands = commandsOf([page("a.md", "one", "two"), page("b.md", "one", "two")]);
    expect(commands).toEqual([
      { code: "one", places: ["a.md:3", "b.md:3"] },
      { code: "two", places: ["a.md:9", "b.md:9"] },
    ]);
  });

  it.each([
    ["are alike", ["one", "two"], ["one", "two"], 0],
    ["differ in a block", ["one", "two"], ["one", "three"], 1],
    ["differ in their order", ["one", "two"], ["two", "one"], 2],
    ["differ in number", ["one", "two"], ["one"], 1],
  ] as const)("%s", (_, ours, theirs, count) => {
    expect(differences(page("a.md", ...ours), page("b.md", ...theirs))).toHaveLength(count);
  });

  it.each([
    ["npm ci && npm start", true],
    ["npx distinguo serve", true],
    ["npm run chat", false],
    ["npx distinguo check", false],
  ] as const)("%s starts a server: %s", (code, expected) => {
    expect(startsServer(code)).toBe(expected);
  });
});

describe.each([
  ["README.md", "README.zh-CN.md"],
  ["docs/administrators.md", "docs/administrators.zh-CN.md"],
])("%s and %s", (name, translation) => {
  const [ours, theirs] = [name, translation].map((file) => ({
    name: file,
    markdown: readFileSync(`${ROOT}${file}`, "utf8"),
  })) as [ReturnType<typeof page>, ReturnType<typeof page>];

  it("have the same commands in the same order", () => {
    expect(differences(ours, theirs)).toEqual([]);
    expect(commandsOf([ours, theirs]).length).toBeGreaterThan(0);
  });

  it("have the same sections", () => {
    const depths = ({ markdown }: typeof ours) =>
      [...markdown.matchAll(/^(#+) /gm)].map((found) => found[1]);
    expect(depths(theirs)).toEqual(depths(ours));
  });
});

describe("a page", () => {
  const pages = globSync(["*.md", "docs/**/*.md", "bench/*.md"], { cwd: ROOT });

  it.each(pages)("%s links only to what is there", (name) => {
    const text = readFileSync(join(ROOT, name), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((found) => found[1] ?? "");
    const missing = links.filter((link) => !existsSync(join(ROOT, dirname(name), link)));
    expect(missing).toEqual([]);
  });
});

describe("the count of all suites", () => {
  const report = (numPassedTests: number, numFailedTests: number, success: boolean) =>
    JSON.stringify({ numPassedTests, numFailedTests, success });

  it.each([
    ["a suite that passed", report(7, 0, true), { passed: 7, failed: 0 }],
    ["a suite with failing tests", report(5, 2, false), { passed: 5, failed: 2 }],
    ["a file that could not be loaded", report(5, 0, false), { passed: 5, failed: 1 }],
    ["a suite that left no report", undefined, { passed: 0, failed: 1 }],
    ["a report that was cut off", '{"numPassed', { passed: 0, failed: 1 }],
  ] as const)("takes %s for what it is", (_, given, expected) => {
    expect(countOf(given)).toEqual(expected);
  });

  it("adds the suites up, with the steps that failed", () => {
    expect(totalOf(1, [report(3, 0, true), report(4, 1, false)])).toEqual({ passed: 7, failed: 2 });
  });
});
