import * as z from "zod";
import { describe, expect, it } from "vitest";
import { SECTIONS } from "../../bench/run.ts";
import { runHere, STACK } from "../support/command.ts";

const Report = z.object({
  node: z.string(),
  bundle: z.string(),
  sections: z.array(
    z.object({
      section: z.string(),
      tables: z.array(
        z.object({
          title: z.string(),
          rows: z.array(z.record(z.string(), z.union([z.string(), z.number()]))).min(1),
        }),
      ),
      targets: z.array(z.object({ what: z.string(), met: z.boolean() })),
      notes: z.array(z.string()),
    }),
  ),
});

describe("bench", () => {
  it("says which sections there are", async () => {
    const { code, out, err } = await runHere(["bench", "speed"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe(`no section speed; there are: ${SECTIONS.join(", ")}\n`);
    expect(err).not.toMatch(STACK);
  });

  it("prints a section as tables", async () => {
    const { code, out } = await runHere(["bench", "--smoke", "explain"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^node: v\d+/);
    expect(out).toContain("## explain\n");
    expect(out).toMatch(/\n\| what \| accounts \| p50 ms \| p99 ms \|\n\| --- \| --: \|/);
  });

  it("prints sections as one document of JSON", async () => {
    const { code, out } = await runHere(["bench", "--smoke", "--json", "check", "turns"]);
    expect(code).toBe(0);
    const { sections } = Report.parse(JSON.parse(out));
    expect(sections.map(({ section }) => section)).toEqual(["check", "turns"]);
  });
});
