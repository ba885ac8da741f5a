import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { breachesOf, importsOf } from "./tidy.ts";
import type { SourceFile } from "./tidy.ts";

const root = new URL("../../", import.meta.url);

/** All files that are tracked or would be: what is ignored is nobody's business here. */
function repositoryFiles(): readonly SourceFile[] {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const paths = execFileSync("git", list, { cwd: root, encoding: "utf8", maxBuffer: 1e8 });
  return [...new Set(paths.split("\0"))].flatMap((path) => {
    const file = new URL(encodeURI(path), root);
    if (path === "" || !existsSync(file)) return [];
    const text = readFileSync(file, "utf8");
    // Pictures and the like hold no rules of ours.
    return text.includes("\0") ? [] : [{ path, text }];
  });
}

describe("the house", () => {
  it("is tidy: layers, sizes, exports, nothing unfinished, nothing of one machine", () => {
    const files = repositoryFiles();
    expect(files.map(({ path }) => path)).toContain("src/ports.ts");
    expect(breachesOf(files)).toEqual([]);
  });
});

describe("the reader of imports", () => {
  it("finds every form of import, whether of types, and its line", () => {
    const text = [
      'import { a } from "./a.ts";',
      'import type { B } from "./b.ts";',
      "import {",
      "  c,",
      "  type D,",
      "} from './c.ts';",
      'import "./side.ts";',
      'import * as z from "zod";',
      'import E, { f } from "e";',
      'export { g } from "./g.ts";',
      'export type { H } from "./h.ts";',
      'export * from "./i.ts";',
      'const later = await import("./j.ts");',
      'type K = import("./k.ts").K;',
    ].join("\n");
    const read = importsOf(text).map(({ from, typeOnly, line }) => [from, typeOnly, line]);
    expect(read).toEqual([
      ["./a.ts", false, 1],
      ["./b.ts", true, 2],
      ["./c.ts", false, 3],
      ["./side.ts", false, 7],
      ["zod", false, 8],
      ["e", false, 9],
      ["./g.ts", false, 10],
      ["./h.ts", true, 11],
      ["./i.ts", false, 12],
      ["./j.ts", false, 13],
      ["./k.ts", false, 14],
    ]);
  });

  it("takes no comment and no sentence for an import", () => {
    const text = [
      '// import { a } from "./a.ts";',
      '/* import "./b.ts"; */',
      'const link = "https://example.org"; // from "./c.ts"',
      "export const words = 1;",
      'const from = "./d.ts";',
    ].join("\n");
    expect(importsOf(text)).toEqual([]);
  });
});

const slash = "/";
const unfinished = ["TO", "DO"].join("");

/** path, text, and what is said about it. */
const PLANTED: readonly (readonly [string, string, string])[] = [
  [
    "src/policy/a.ts",
    'import { x } from "../dialogue/case.ts";',
    "policy must not import src/dialogue/case.ts",
  ],
  [
    "src/policy/a.ts",
    'import type { X } from "../ports.ts";',
    "policy must not import src/ports.ts",
  ],
  [
    "machines/a.ts",
    'import { x } from "../src/policy/result.ts";',
    "machines may import types only from src/policy/result.ts",
  ],
  ["machines/a.ts", 'import { x } from "../src/dialogue/a.ts";', "machines must not import"],
  ["src/dialogue/a.ts", 'import { x } from "../content/a.ts";', "dialogue must not import"],
  ["src/content/a.ts", 'import type { Log } from "../ports.ts";', "content must not import"],
  ["src/ports.ts", 'import { Case } from "./dialogue/case.ts";', "ports may import types only"],
  ["src/app/a.ts", 'import { x } from "../stores/a.ts";', "app must not import"],
  ["src/app/a.ts", 'const x = await import("../channels/a.ts");', "app must not import"],
  ["src/stores/a.ts", 'import { x } from "../dialogue/reply.ts";', "stores must not import"],
  ["src/stores/a.ts", 'import { ok } from "../policy/result.ts";', "stores may import types only"],
  ["src/web/a.ts", 'import type { X } from "../dialogue/turn.ts";', "web must not import"],
  ["src/web/a.ts", 'import type { X } from "../app/a.ts";', "web must not import"],
  [
    "src/channels/a.ts",
    'import type { X } from "../dialogue/turn.ts";',
    "channels must not import",
  ],
  ["src/channels/a.ts", 'export * from "../policy/result.ts";', "channels must not import"],
  ["src/settings.ts", 'import { x } from "./app/a.ts";', "settings must not import"],
  ["src/helpers/a.ts", "", "belongs to no layer"],
  ["src/stray.ts", "", "belongs to no layer"],
  ["src/app/a.ts", 'import { Bot } from "grammy";', "app must not import grammy"],
  ["src/web/a.ts", 'import { autoRetry } from "@grammyjs/auto-retry";', "web must not import"],
  ["src/app/a.ts", 'import { Low } from "lowdb";', "app must not import lowdb"],
  ["src/app/a.ts", 'import { setup } from "xstate";', "app must not import xstate"],
  ["src/app/a.ts", 'import { Hono } from "hono";', "app must not import hono"],
  ["src/policy/a.ts", 'import { parse } from "yaml";', "policy must not import yaml"],
  ["src/stores/a.ts", 'import { pino } from "pino";', "stores must not import pino"],
  ["src/web/a.ts", 'import { watch } from "chokidar";', "web must not import chokidar"],
  ["src/app/a.ts", 'import express from "express";', "express is a package nobody may import"],
  ["src/app/a.ts", 'import { readFile } from "fs";', "fs is a package nobody may import"],
  [
    "src/policy/a.ts",
    'import { createHash } from "node:crypto";',
    "policy is pure and must not import node:crypto",
  ],
  ["src/dialogue/a.ts", 'import { readFile } from "node:fs/promises";', "dialogue is pure"],
  ["machines/a.ts", 'import "node:process";', "machines is pure"],
  ["src/policy/a.ts", "const now = Date.now();", "must not use a clock"],
  ["src/dialogue/a.ts", "const now = new Date( );", "must not use a clock"],
  ["src/dialogue/a.ts", "const id = crypto.randomUUID();", "must not use randomness"],
  ["src/receipts/a.ts", "const salt = randomBytes(32);", "must not use randomness"],
  ["src/receipts/a.ts", 'import { readFile } from "node:fs/promises";', "receipts is pure"],
  ["src/receipts/a.ts", 'import { x } from "../dialogue/a.ts";', "receipts must not import"],
  ["machines/a.ts", "const x = Math.random();", "must not use randomness"],
  ["src/policy/a.ts", "setTimeout(() => 1, 1);", "must not use a timer"],
  ["src/policy/a.ts", "const x = process.platform;", "must not use the environment"],
  ["src/policy/a.ts", "const a = `${globalThis.x}`;", "must not use the environment"],
  ["src/app/a.ts", "const port = process.env.PORT;", "reads the environment"],
  ["src/channels/a.ts", 'const port = process["env"];', "reads the environment"],
  ["bin/a.js", "const port = process.env['PORT'];", "reads the environment"],
  ["src/app/long.ts", "\n".repeat(301), "301 lines, 300 allowed"],
  ["test/a.test.ts", "a;\n".repeat(400), "400 lines"],
  ["src/app/a.ts", "export default 1;", "a default export"],
  ["src/app/a.ts", "const x = 1;\nexport { x as default };", "a default export"],
  ["docs/guide.md", `${unfinished}: say more`, "is marked as unfinished"],
  ["data/a.yaml", `# ${unfinished.toLowerCase().toUpperCase()} later`, "is marked as unfinished"],
  ["docs/guide.md", `see ${slash}root${slash}notes`, "names a folder of one machine"],
  ["src/app/a.ts", `const a = "${slash}home${slash}me${slash}x";`, "names a folder of one machine"],
  ["package-lock.json", '      "resolved": "file:a.tgz",', "says where a package was fetched"],
  [
    "package-lock.json",
    `  "x": "https:${slash}${slash}registry.example${slash}a.tgz"`,
    "names a package registry",
  ],
];

/** Files that break nothing. */
const FINE: readonly (readonly [string, string])[] = [
  ["src/policy/a.ts", 'import * as z from "zod";\nimport { x } from "./b.ts";'],
  ["src/policy/a.ts", "// Date.now() is for others\nconst a = 'process.env', b = new Date(0);"],
  [
    "machines/a.ts",
    'import type { X } from "../src/policy/schema.ts";\nimport { setup } from "xstate";',
  ],
  [
    "src/dialogue/a.ts",
    'import { a } from "../policy/a.ts";\nimport { b } from "../../machines/b.ts";',
  ],
  [
    "src/content/a.ts",
    'import { parse } from "yaml";\nimport { readFile } from "node:fs/promises";',
  ],
  ["src/ports.ts", 'import type { Case } from "./dialogue/case.ts";'],
  [
    "src/app/a.ts",
    'import { a } from "../ports.ts";\nimport { b } from "../content/b.ts";\nDate.now();',
  ],
  [
    "src/stores/a.ts",
    'import { Case } from "../dialogue/case.ts";\nimport type { X } from "../policy/a.ts";',
  ],
  [
    "src/receipts/a.ts",
    'import { createHash } from "node:crypto";\nimport { decide } from "../policy/decide.ts";',
  ],
  ["src/dialogue/a.ts", 'import { x } from "../receipts/a.ts";'],
  ["src/channels/a.ts", 'import { serve } from "../web/serve.ts";\nimport { Bot } from "grammy";'],
  ["src/main.ts", 'import { a } from "./channels/a.ts";\nconst x = process.env;'],
  ["src/commands/a.ts", 'import { a } from "../stores/a.ts";\nimport { b } from "../app/b.ts";'],
  ["src/settings.ts", 'import { EnvironmentFault } from "./ports.ts";\nprocess.env.PORT;'],
  ["src/web/assets/app.js", 'import "./part.js";\nDate.now();'],
  ["src/app/short.ts", "a;\n".repeat(300)],
  ["src/web/a.ts", 'import { Reply } from "../dialogue/reply.ts";'],
  ["package-lock.json", '  "url": "https://example.org/funding/npm/a"'],
  ["vitest.config.ts", "export default {};"],
  [
    "docs/guide.md",
    `https:${slash}${slash}www.gov.cn${slash}root${slash}a and src${slash}root${slash}b`,
  ],
  ["test/a.test.ts", "const env = { ...process.env };"],
];

describe("the check of the house", () => {
  it.each(PLANTED)("finds in %s: %j", (path, text, said) => {
    expect(breachesOf([{ path, text }]).join("\n")).toContain(said);
  });

  it.each(FINE)("finds nothing in %s: %j", (path, text) => {
    expect(breachesOf([{ path, text }])).toEqual([]);
  });
});
