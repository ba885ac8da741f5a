import { describe, expect, it } from "vitest";
import { LANGUAGES, bundle, talk, textsOf } from "../support/dialogue-scene.ts";
import { expectWellSaid } from "../support/dialogue-promises.ts";
import { answer, allKnown, asking } from "../support/dialogue-ways.ts";

const { remedies, sources } = bundle.policy;
const purposeAt = async (language: "zh-CN" | "en", purpose: string) => {
  const scene = await talk({ language });
  await scene.opens();
  await scene.does("consent");
  await scene.does("choose", purpose);
  return scene;
};

describe("a decision one disagrees with", () => {
  it.each(
    LANGUAGES.flatMap((language) =>
      remedies.remedies.map((one) => [language, one.id, one] as const),
    ),
  )(
    "shows its remedy with the verified periods, and says where there is none (%s, %s)",
    async (language, id, remedy) => {
      const scene = await purposeAt(language, "disagree");
      const inWords = (pair: { zh: string; en: string }) => (language === "en" ? pair.en : pair.zh);
      await scene.does("remedy", id);
      const said = textsOf(scene.last);
      const { remedy_no_period: none, remedy_period: period } = scene.words.verdict;
      for (const step of remedy.steps) {
        expect(said).toContain(inWords(step.what));
        expect(said).toContain(
          step.period === null ? none : period.replace("{period}", inWords(step.period)),
        );
      }
      for (const note of remedy.notes) expect(said).toContain(inWords(note));
      expect(textsOf(scene.shown)).toContain(inWords(remedies.about));
      expectWellSaid(scene);
    },
  );

  it("is chosen by the words of its button, and another can be looked at after it", async () => {
    const scene = await purposeAt("zh-CN", "disagree");
    for (const { decision } of remedies.remedies) {
      await scene.says(decision.zh);
      expect(textsOf(scene.last)).toContain(decision.zh);
      expect(scene.state).toBe("remedies");
    }
    await scene.taps(scene.words.buttons.back);
    expect(scene.state).toBe("purpose");
  });
});

describe("looking a provision up", () => {
  const norms = sources.filter(({ kind }) => kind !== "default");
  const found = async (query: string, language: "zh-CN" | "en" = "zh-CN") => {
    const scene = await purposeAt(language, "lookup");
    await scene.says(query);
    expectWellSaid(scene);
    return { scene, said: textsOf(scene.last) };
  };

  it.each(norms.map((source) => [source.title.zh, source] as const))(
    "finds what stands in: %s",
    async (_, source) => {
      for (const [language, title] of [
        ["zh-CN", source.title.zh],
        ["en", source.title.en],
      ] as const) {
        const { said } = await found(title, language);
        const alike = norms.filter((one) => one.title.zh === source.title.zh);
        const summaries = alike.flatMap(({ provisions }) =>
          provisions.map(({ summary }) => (language === "en" ? summary.en : summary.zh)),
        );
        expect(said.some((text) => summaries.some((summary) => text.includes(summary)))).toBe(true);
      }
    },
  );

  it("finds an article by its title and number", async () => {
    const source = norms.find(({ title }) => title.zh === "中国共产党问责条例");
    const provision = source?.provisions.find(({ article }) => article.zh.startsWith("第17条"));
    const { said } = await found("问责条例第17条");
    expect(said[1]).toContain("第17条");
    expect(said.join("\n")).toContain(provision?.summary.zh);
  });

  it("finds a phrase of its content", async () => {
    const { said } = await found("申诉");
    expect(said[1]).toMatch(/申诉/);
  });

  it("names the link, the issuer and how its validity stands", async () => {
    const { scene } = await found("问责条例第17条");
    const items = scene.last.flatMap(({ blocks }) => blocks).find(({ type }) => type === "items");
    expect(items).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ detail: expect.any(String) })]),
    });
  });

  it.each([
    ["nothing like it is there", "量子纠缠打印机", "found_none"],
    ["it is a single character", "容", "found_too_short"],
    ["it is a picture", "😀", "found_too_short"],
  ] as const)("says so when %s", async (_, query, line) => {
    const { scene, said } = await found(query);
    expect(said).toContain(scene.words.verdict[line]);
  });

  it("lists nothing that is a mere default of this policy", async () => {
    for (const source of sources.filter(({ kind }) => kind === "default"))
      for (const { summary } of source.provisions) {
        const { said } = await found(summary.zh);
        expect(said.filter((text) => text.includes(summary.zh))).toEqual([]);
      }
  });

  it("works in the middle of the questions, again and again, and leads back to them", async () => {
    const scene = await asking();
    await answer(scene, allKnown());
    const { answers, asking: table } = scene.case;
    await scene.says("/lookup");
    for (const query of ["申诉", "2", "是", "不清楚", "x".repeat(3_000)]) {
      await scene.says(query);
      expect(scene.state).toBe("lookup");
      expect(scene.case).toMatchObject({ answers, asking: table });
    }
    await scene.says(scene.words.buttons.leave);
    expect(scene.state).toBe("asking");
    expect(scene.case).toMatchObject({ answers, asking: table });
  });
});
