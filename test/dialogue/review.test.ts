import { describe, expect, it } from "vitest";
import { entriesOf } from "../../src/dialogue/reviewing.ts";
import { EVIDENCE_STATES } from "../../src/dialogue/words-schema.ts";
import { talkOf } from "../../src/dialogue/world.ts";
import { decide } from "../../src/policy/decide.ts";
import { reportOf } from "../../src/policy/report.ts";
import { LANGUAGES, bundle, talk, textsOf } from "../support/dialogue-scene.ts";
import type { Scene } from "../support/dialogue-scene.ts";
import { expectWellSaid } from "../support/dialogue-promises.ts";
import { allKnown, answerAll, asking } from "../support/dialogue-ways.ts";

const MIND = allKnown();

/** A reviewer at the first entry. */
async function reviewing(language: "zh-CN" | "en" = "zh-CN"): Promise<Scene> {
  const scene = await talk({ language });
  await scene.opens();
  await scene.says("/checklist");
  await scene.taps(scene.words.buttons.review_start);
  return scene;
}

const entries = (scene: Scene) => entriesOf(talkOf(scene.case, bundle));
const at = (scene: Scene) => entries(scene).find(({ id }) => id === scene.case.review?.at);
const findingOf = (scene: Scene, entry: string) =>
  scene.case.review?.findings.find((finding) => finding.entry === entry);

/** Enters a finding and its evidence; a fact takes its value, a procedure is met. */
async function enter(scene: Scene, evidence: string, value?: string): Promise<void> {
  const fact = at(scene)?.fact;
  await scene.does("finding", value ?? (fact === undefined ? "met" : MIND[fact]));
  await scene.does("evidence", evidence);
}

async function fileOf(scene: Scene, format: "csv" | "json"): Promise<string> {
  await scene.does("table", format);
  return scene.last.find(({ kind }) => kind === "file")?.file?.text ?? "";
}

/** Fields of a CSV text, quotes taken away. */
function cells(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\n") rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

describe("the reviewer's checklist", () => {
  it.each(LANGUAGES)(
    "goes through every entry once, in order, to its outcome (%s)",
    async (language) => {
      const scene = await reviewing(language);
      const walked: string[] = [];
      while (scene.case.review?.done === false) {
        walked.push(at(scene)?.id ?? "");
        const evidence = EVIDENCE_STATES[walked.length % 3];
        expectWellSaid(scene);
        await enter(scene, evidence ?? "asserted");
      }
      expect(walked).toEqual(entries(scene).map(({ id }) => id));
      expect(walked).toHaveLength(
        new Set([
          ...bundle.policy.checklist
            .filter(({ facts }) => facts.length === 0)
            .map(({ id }) => `item:${id}`),
          ...bundle.policy.facts.map(({ id }) => `fact:${id}`),
        ]).size,
      );
      expect(scene.last.at(-1)?.kind).toBe("verdict");
      expectWellSaid(scene);
      const facts = Object.fromEntries(
        entries(scene).flatMap(({ fact }) =>
          fact === undefined ? [] : [[fact, MIND[fact] ?? ""]],
        ),
      );
      const verdict = decide(bundle.compiled(null), { facts });
      const tier = bundle.policy.tiers.find(({ id }) => id === verdict.presumed)?.name;
      expect(textsOf(scene.last)[0]).toContain(language === "en" ? tier?.en : tier?.zh);
    },
  );

  it("counts no finding whose evidence is missing or contradicts it", async () => {
    const scene = await reviewing();
    for (const evidence of ["missing", "contradicted"]) {
      while (at(scene)?.fact === undefined) await scene.does("next");
      await enter(scene, evidence);
    }
    await scene.does("finding", "open");
    await enter(scene, "documented");
    await scene.taps(scene.words.buttons.review_finish);
    const [a, b, c, d] = scene.case.review?.findings ?? [];
    expect([a?.evidence, b?.evidence, c?.finding, d?.evidence]).toEqual([
      "missing",
      "contradicted",
      "open",
      "documented",
    ]);
    const table = JSON.parse(await fileOf(scene, "json")) as {
      account: { facts: object; unsure: string[] };
    };
    const fact = (entry?: string) => entry?.replace("fact:", "") ?? "";
    expect(Object.keys(table.account.facts)).toEqual([fact(d?.entry)]);
    expect(table.account.unsure).toEqual([a, b, c].map((one) => fact(one?.entry)));
  });

  it("can be finished early; what is missing is listed, never taken for no", async () => {
    const scene = await reviewing();
    await scene.taps(scene.words.buttons.review_finish);
    expect(scene.case.review?.done).toBe(true);
    expect(textsOf(scene.last)).toContain(scene.words.review.missing);
    const table = JSON.parse(await fileOf(scene, "json")) as {
      account: object;
      verdict: { range: string[] };
    };
    expect(table.account).toEqual({ facts: {}, unsure: [] });
    const compiled = bundle.compiled(null);
    expect(table.verdict).toEqual(
      JSON.parse(
        JSON.stringify(
          reportOf(
            compiled,
            { facts: {} },
            decide(compiled, { facts: {} }),
            bundle.bundle,
            "reviewer",
          ),
        ),
      ),
    );
  });

  it("lists what was not met in procedure", async () => {
    const scene = await reviewing();
    while (at(scene)?.fact !== undefined) await scene.does("next");
    const item = at(scene)?.item.item.zh;
    await enter(scene, "documented", "not_met");
    await scene.does("reviewed");
    expect(textsOf(scene.last)).toContain(scene.words.review.not_met_items);
    expect(textsOf(scene.last)).toContain(item);
  });

  it("goes forth and back; an entry come back to is found anew, its note kept", async () => {
    const scene = await reviewing();
    const [first, second] = entries(scene);
    await scene.does("note");
    await scene.says("见会议纪要");
    await enter(scene, "documented");
    expect(scene.case.review?.at).toBe(second?.id);
    await scene.taps(scene.words.buttons.review_back);
    expect(scene.case.review?.at).toBe(first?.id);
    expect(findingOf(scene, first?.id ?? "")).toEqual({ entry: first?.id, note: "见会议纪要" });
    await scene.taps(scene.words.buttons.review_skip);
    expect(scene.case.review?.at).toBe(second?.id);
  });

  it("takes a note of 500 characters and no longer one, whatever it says", async () => {
    const scene = await reviewing();
    const entry = scene.case.review?.at ?? "";
    await scene.taps(scene.words.buttons.review_note);
    await scene.says("注".repeat(501));
    expect(scene.state).toBe("noting");
    expect(findingOf(scene, entry)).toBeUndefined();
    await scene.says("注".repeat(500));
    expect(scene.state).toBe("entry");
    expect(findingOf(scene, entry)?.note).toBe("注".repeat(500));
    for (const note of ["1", "是", "2023年5月", "<b>&"]) {
      await scene.does("note");
      await scene.says(note);
      expect(findingOf(scene, entry)?.note).toBe(note);
      expectWellSaid(scene);
    }
    await scene.does("note");
    await scene.says(scene.words.buttons.leave);
    expect(scene.state).toBe("entry");
    expect(findingOf(scene, entry)?.note).toBe("<b>&");
  });

  it("leaves what the cadre answered untouched, and is left to where the talk stood", async () => {
    const scene = await answerAll(await asking(), MIND);
    const before = scene.case;
    await scene.says("/checklist");
    await scene.does("entry");
    while (scene.case.review?.done === false) {
      const fact = at(scene)?.fact;
      const contrary = MIND[fact ?? ""] === "no" ? "yes" : undefined;
      await enter(scene, "documented", contrary);
    }
    const { answers, purpose, state } = scene.case;
    expect({ answers, purpose, state }).toEqual({
      answers: before.answers,
      purpose: before.purpose,
      state: before.state,
    });
    await scene.taps(scene.words.buttons.leave);
    expect(scene.state).toBe("summary");
    await scene.does("confirm");
    expect(scene.verdict.presumed).toBe(
      decide(bundle.compiled(null), { facts: scene.facts }).presumed,
    );
  });

  it("does not show what the system makes of the account before it is through", async () => {
    const scene = await answerAll(await asking(), MIND);
    await scene.says("/checklist");
    await scene.does("entry");
    const tiers = bundle.policy.tiers.map(({ name }) => name.zh);
    while (scene.case.review?.done === false) {
      for (const text of textsOf(scene.last))
        expect(tiers.filter((tier) => text.includes(tier))).toEqual([]);
      await scene.does("next");
    }
  });

  it("has the facts of the pack in force among its entries", async () => {
    for (const pack of bundle.packs) {
      const scene = await asking("mistake", { place: pack.id });
      await scene.says("/checklist");
      const ids = entries(scene).map(({ id }) => id);
      for (const { id } of pack.facts) expect(ids).toContain(`fact:${id}`);
    }
  });

  it("says the findings contradict each other rather than guess", async () => {
    const scene = await reviewing();
    const clash: Readonly<Record<string, string>> = {
      due_procedure: "yes",
      procedure_simplified: "yes",
    };
    while (scene.case.review?.done === false) {
      const value = clash[at(scene)?.fact ?? ""];
      if (value === undefined) await scene.does("next");
      else await enter(scene, "documented", value);
    }
    expect(textsOf(scene.last)).toContain(scene.words.verdict.contradictory);
    expectWellSaid(scene);
  });
});

describe("the table of the checklist", () => {
  const withNotes = async () => {
    const scene = await reviewing();
    for (const note of ["=HYPERLINK(1)", "+1", "@x", "-2", '引号"与,逗号\n换行', "平常"]) {
      await scene.does("note");
      await scene.says(note);
      await enter(scene, "documented");
    }
    await scene.does("reviewed");
    return scene;
  };

  it("as CSV has a row an entry, reads in a spreadsheet, and runs no formula", async () => {
    const scene = await withNotes();
    const csv = await fileOf(scene, "csv");
    expect(csv.startsWith("\uFEFF")).toBe(true);
    const [head, ...rows] = cells(csv.slice(1));
    expect(head).toEqual(Object.values(scene.words.table));
    expect(rows).toHaveLength(entries(scene).length);
    expect(rows.every((row) => row.length === head?.length)).toBe(true);
    expect(rows.slice(0, 6).map((row) => row.at(-1))).toEqual([
      "'=HYPERLINK(1)",
      "'+1",
      "'@x",
      "'-2",
      '引号"与,逗号\n换行',
      "平常",
    ]);
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  });

  it("as JSON has every entry, the account they come to and its verdict", async () => {
    const scene = await withNotes();
    const table = JSON.parse(await fileOf(scene, "json")) as {
      findings: { entry: string; item: string; fact: string | null; note?: string }[];
      account: { facts: Readonly<Record<string, string>>; unsure: readonly string[] };
      verdict: object;
    };
    expect(table.findings.map(({ entry }) => entry)).toEqual(entries(scene).map(({ id }) => id));
    expect(table.findings[4]?.note).toBe('引号"与,逗号\n换行');
    const compiled = bundle.compiled(null);
    const report = reportOf(
      compiled,
      table.account,
      decide(compiled, table.account),
      bundle.bundle,
      "reviewer",
    );
    expect(table.verdict).toEqual(JSON.parse(JSON.stringify(report)));
    expect(scene.state).toBe("review");
  });
});
