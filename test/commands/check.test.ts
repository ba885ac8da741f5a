import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run, runHere, STACK } from "../support/command.ts";

const Promised = z.object({
  ok: z.boolean(),
  problems: z.array(
    z.object({
      code: z.string().regex(/^[a-z]+\/[a-z0-9-]+$/),
      message: z.string().min(1),
      file: z.string().min(1),
      line: z.int().min(1),
      column: z.int().min(1),
    }),
  ),
  theorems: z.array(
    z.object({
      id: z.string(),
      holds: z.boolean(),
      ms: z.number(),
      witness: z
        .strictObject({
          facts: z.record(z.string(), z.string()),
          lighter: z.record(z.string(), z.string()),
          graver: z.record(z.string(), z.string()),
          ids: z.array(z.string()),
        })
        .partial()
        .optional(),
    }),
  ),
});

const root = new URL("../../", import.meta.url).pathname;
const CONDITIONS = "data/policy/conditions.yaml";
const EXCLUSION = "data/policy/rules/2-exclusion.yaml";
let broken = "";
let unsound = "";

/** A copy of the content with one edit. */
async function copyWith(file: string, from: string, to: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "distinguo-check-"));
  for (const top of ["data", "prompts"])
    await cp(join(root, top), join(folder, top), { recursive: true });
  const text = await readFile(join(folder, file), "utf8");
  await writeFile(join(folder, file), text.replace(from, to));
  return folder;
}

/** One copy with a reference that leads nowhere, one with a red line that is tolerated. */
beforeAll(async () => {
  broken = await copyWith(CONDITIONS, "fact: crime_suspected", "fact: crime");
  unsound = await copyWith(
    EXCLUSION,
    "id: exclusion.fabricated\n    tier: ordinary",
    "id: exclusion.fabricated\n    tier: exempt",
  );
});
afterAll(async () => {
  for (const folder of [broken, unsound]) await rm(folder, { recursive: true });
});

describe("check", () => {
  it("finds nothing wrong with what is shipped, and says what it proved", async () => {
    const { code, out, err } = await runHere(["check", "--json"]);
    const { ok, problems, theorems } = Promised.parse(JSON.parse(out));
    expect({ code, err, ok, problems }).toEqual({ code: 0, err: "", ok: true, problems: [] });
    expect(theorems.length).toBeGreaterThan(3);
    expect(theorems.every(({ holds }) => holds)).toBe(true);
  });

  it("says in a line each what holds, and the name of the bundle", async () => {
    const { code, out } = await runHere(["check"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^(?:holds .+\n)+ok [0-9a-f]{64}\n$/);
  });

  it("names a fault with file, line and column, and ends with exit code 1", async () => {
    const ran = await run(["check", broken]);
    expect(ran).toMatchObject({ code: 1, err: "" });
    expect(ran.out).toMatch(
      /^data\/policy\/conditions\.yaml:\d+:\d+ reference\/unknown-fact no fact crime\n1 problem\(s\)\n$/,
    );
  });

  it("says the same as JSON", async () => {
    const { code, out } = await runHere(["check", broken, "--json"]);
    const { ok, problems } = Promised.parse(JSON.parse(out));
    expect({ code, ok }).toEqual({ code: 1, ok: false });
    expect(problems).toMatchObject([{ code: "reference/unknown-fact", file: CONDITIONS }]);
  });

  it("tells of every theorem also where one fails, with a witness for that one", async () => {
    const { code, out } = await runHere(["check", unsound, "--json"]);
    const { ok, problems, theorems } = Promised.parse(JSON.parse(out));
    expect({ code, ok }).toEqual({ code: 1, ok: false });
    expect(problems).toContainEqual(
      expect.objectContaining({ code: "policy/red-line", file: EXCLUSION }),
    );
    const failing = theorems.filter(({ holds }) => !holds);
    expect(failing.map(({ id }) => id)).toContain("red-lines-dominate");
    expect(theorems.filter(({ holds }) => holds).length).toBeGreaterThan(20);
    expect(failing.every(({ witness }) => witness !== undefined)).toBe(true);
    expect(theorems.find(({ id }) => id === "red-lines-dominate")?.witness).toEqual({
      facts: { fabricated: "yes" },
    });
  });

  it("lists what fails among what holds, line by line", async () => {
    const { out } = await runHere(["check", unsound]);
    expect(out).toMatch(/^fails red-lines-dominate \([\d.]+ ms\)$/m);
    expect(out).toMatch(/^holds total-and-single \([\d.]+ ms\): no rule foresees 0 of \d+ /m);
  });

  it("takes a folder that is not there for content at fault", async () => {
    const ran = await run(["check", join(broken, "nowhere")]);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/nowhere\/data:1:1 folder\/unreadable .*\(ENOENT\)\n/);
    expect(ran.err).not.toMatch(STACK);
  });
});
