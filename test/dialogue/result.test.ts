import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { answerLine } from "../../src/dialogue/answers.ts";
import { Case } from "../../src/dialogue/case.ts";
import { NONE_SEEN, withSeen } from "../../src/dialogue/seen-events.ts";
import { plainText } from "../../src/dialogue/plain.ts";
import { talkOf } from "../../src/dialogue/world.ts";
import { askForDistinctions, decide } from "../../src/policy/decide.ts";
import { reportOf } from "../../src/policy/report.ts";
import { LANGUAGES, ROOT, bundle, choicesOf, talk, textsOf } from "../support/dialogue-scene.ts";
import type { Scene } from "../support/dialogue-scene.ts";
import { expectWellSaid } from "../support/dialogue-promises.ts";
import { allKnown, answerAll, asking, consulted, toQuestions } from "../support/dialogue-ways.ts";

/** Characters of one kept case: bundle hash, answers, buttons on the table, and 32 event ids as channels give them. */
const CASE_CHARACTERS_MAX = 4_096;

const blockOf = (scene: Scene, type: "distinctions" | "items") =>
  scene.last.flatMap(({ blocks }) => blocks).find((block) => block.type === type);

describe("the result", () => {
  it.each(
    LANGUAGES.flatMap((language) =>
      ["mistake", "precheck"].map((purpose) => [language, purpose] as const),
    ),
  )(
    "says the tier, the three distinctions, the reasons with their bases and who decides (%s, %s)",
    async (language, purpose) => {
      const scene = await consulted(purpose, allKnown(), { language });
      const { verdict, words } = scene;
      const said = textsOf(scene.last);
      const inWords = (pair: { zh: string; en: string }) => (language === "en" ? pair.en : pair.zh);
      const tier = bundle.policy.tiers.find(({ id }) => id === verdict.presumed);
      expect(said[0]).toContain(inWords(tier?.name ?? { zh: "?", en: "?" }));
      expect(blockOf(scene, "distinctions")).toMatchObject({
        rows: (["one", "two", "three"] as const).map((id) => ({
          id,
          side: verdict.distinctions[id],
          sideName: words.sides[verdict.distinctions[id]],
        })),
      });
      for (const rule of verdict.reasons) expect(said).toContain(inWords(rule.because));
      expect(said.at(-1) === undefined ? "" : said.join("\n")).toContain(words.verdict.who_decides);
      expectWellSaid(scene);
    },
  );

  it("marks cited titles with one pair of marks, never half a pair", async () => {
    const scene = await consulted("mistake", allKnown());
    await scene.does("basis");
    for (const text of textsOf(scene.shown)) {
      const count = (mark: string) => text.split(mark).length;
      expect(count("《"), text).toBe(count("》"));
      expect(text).not.toMatch(/《[“《]|[”》]》/);
    }
  });

  it("names, where it is open, what would show what one is not sure of", async () => {
    const { public_purpose: _, ...mind } = allKnown();
    const scene = await consulted("mistake", mind);
    expect(scene.verdict.settled).toBe(false);
    const fact = bundle.policy.facts.find(({ id }) => id === "public_purpose");
    const line = scene.words.verdict.evidence_of
      .replace("{fact}", fact?.name.zh ?? "")
      .replace("{evidence}", fact?.evidence[0]?.zh ?? "");
    expect(textsOf(scene.last)).toContain(line);
  });

  it("says under which law it stands, when the time is known and when it is not", async () => {
    const undated = await consulted("mistake", allKnown());
    expect(textsOf(undated.last)).toContain(undated.words.verdict.law_undated);
    const dated = await talk();
    await dated.opens();
    await dated.does("consent");
    await dated.does("choose", "mistake");
    await dated.does("place", "none");
    await dated.says("2019年5月6日");
    await answerAll(await toQuestions(dated, "mistake"), allKnown());
    await dated.does("confirm");
    expect(dated.verdict.law).toBeDefined();
    expect(textsOf(dated.last).join()).toContain("2019-05-06");
    expect(textsOf(dated.last)).not.toContain(dated.words.verdict.law_undated);
  });

  it("offers to clear up the distinctions once the tier is settled, and asks only what bears on them", async () => {
    const scene = await consulted("mistake", allKnown({ crime_suspected: "yes" }));
    expect(scene.verdict.settled).toBe(true);
    await scene.taps(scene.words.buttons.thorough);
    expect(scene.state).toBe("asking");
    const tier = scene.verdict.presumed;
    while (scene.state === "asking") {
      const open = askForDistinctions(bundle.compiled(null), { facts: scene.facts });
      const question = bundle.policy.questions.find(({ id }) => id === scene.question);
      if (question?.always !== true)
        expect(open.filter((id) => question?.facts.includes(id))).not.toEqual([]);
      // What was ticked on a list before lies ticked on it now.
      const again = scene.case.asking?.ticked.length === 0 ? "none" : "done";
      await scene.does(question?.kind === "checklist" ? again : "answer");
    }
    await scene.does("confirm");
    expect(scene.verdict.presumed).toBe(tier);
    expect(Object.values(scene.verdict.distinctions)).not.toContain("open");
    expect(choicesOf(scene.last).map(({ label }) => label)).not.toContain(
      scene.words.buttons.thorough,
    );
  });

  it("leads to the steps, the basis, a copy, the end and back", async () => {
    const scene = await consulted("mistake", allKnown());
    for (const [what, state, then] of [
      ["steps", "steps", "result"],
      ["basis", "verdict", "result"],
      ["copy", "copy", "result"],
      ["close", "closed", "result"],
    ] as const) {
      await scene.does(what);
      expect(scene.state).toBe(state);
      expectWellSaid(scene);
      await scene.says(scene.words.buttons[then]);
      expect(scene.state).toBe("verdict");
    }
  });

  it("lists each step once, under the one who takes it", async () => {
    const scene = await consulted("mistake", allKnown({ loss: "serious", good_result: "no" }));
    await scene.taps(scene.words.buttons.steps);
    const said = textsOf(scene.last);
    expect(scene.verdict.measures.length).toBeGreaterThan(0);
    for (const { what } of scene.verdict.measures)
      expect(said.filter((text) => text === what.zh)).toHaveLength(1);
    for (const owner of new Set(scene.verdict.measures.map((measure) => measure.owner)))
      expect(said).toContain(scene.words.verdict[`steps_${owner}`]);
  });
});

describe("a copy to keep", () => {
  const story = "去年三月，为赶汛期，先拨付后补手续。<b>&</b>";
  const told = async (language: "zh-CN" | "en") => {
    const scene = await talk({ language });
    await scene.opens();
    await scene.does("consent");
    await scene.does("choose", "mistake");
    await scene.does("place", "none");
    await scene.does("year", "1");
    await scene.says(story);
    const { loss: _, ...mind } = allKnown();
    await answerAll(scene, mind);
    await scene.does("confirm");
    await scene.taps(scene.words.buttons.copy);
    return scene;
  };
  const fileOf = (scene: Scene) => scene.last.find(({ kind }) => kind === "file")?.file;

  it.each(LANGUAGES)(
    "as text holds the verdict, the answers, one's own words and the version (%s)",
    async (language) => {
      const scene = await told(language);
      const verdict = scene.shown.find(({ kind }) => kind === "verdict");
      await scene.taps(scene.words.buttons.copy_text);
      const file = fileOf(scene);
      expect(file).toMatchObject({ name: "distinguo.txt", mediaType: "text/plain" });
      const text = file?.text ?? "";
      expect(text).toContain(plainText(verdict?.blocks ?? []));
      const seen = talkOf(scene.case, bundle);
      for (const answer of scene.case.answers)
        expect(text).toContain(`- ${answerLine(seen, answer)}`);
      for (const { what } of scene.verdict.measures)
        expect(text).toContain(language === "en" ? what.en : what.zh);
      expect(text).toContain(story);
      expect(text).toContain(bundle.bundle);
      expect(scene.state).toBe("copy");
    },
  );

  it("as data is what `classify` makes of the same account", async () => {
    const scene = await told("zh-CN");
    await scene.taps(scene.words.buttons.copy_json);
    const file = fileOf(scene);
    expect(file).toMatchObject({ name: "distinguo.json", mediaType: "application/json" });
    const copy = JSON.parse(file?.text ?? "") as { account: object; verdict: object };
    expect(copy).toMatchObject({
      purpose: "mistake",
      narrative: story,
      answers: scene.case.answers,
    });
    const account = { facts: scene.facts, unsure: ["loss"], acted: scene.case.acted };
    expect(copy.account).toEqual(account);
    const compiled = bundle.compiled(null);
    const { acted } = scene.case;
    const whole = {
      facts: scene.facts,
      unsure: ["loss"],
      ...(acted === undefined ? {} : { acted }),
    };
    expect(copy.verdict).toEqual(
      JSON.parse(
        JSON.stringify(reportOf(compiled, whole, decide(compiled, whole), bundle.bundle, "person")),
      ),
    );
    const run = promisify(execFile)(
      process.execPath,
      ["bin/distinguo.js", "classify", "-", "--json"],
      {
        cwd: ROOT,
      },
    );
    run.child.stdin?.end(JSON.stringify(copy.account));
    // What would change it is for reviewers: it never reaches the person's own copy.
    const { changes, ...rest } = JSON.parse((await run).stdout) as { changes: unknown };
    expect(changes).toBeInstanceOf(Array);
    expect(rest).toEqual(copy.verdict);
  });
});

describe("a case as it is kept", () => {
  it("is whole and small after a full consultation", async () => {
    const scene = await consulted("mistake", allKnown());
    const ids = Array.from({ length: 32 }, () => "0b6f7c1e-8f5a-4a51-9c3b-0d8f1f6f2a10");
    const seen = ids.reduce(withSeen, NONE_SEEN);
    const { narrative: _, ...kept } = Case.parse({ ...scene.case, seen, outbox: [] });
    expect(JSON.stringify(kept).length).toBeLessThan(CASE_CHARACTERS_MAX);
  });

  it("validates after every turn of every purpose", async () => {
    for (const { id, questions } of bundle.policy.purposes) {
      const scene = questions === "none" ? await talk() : await asking(id);
      if (questions === "none") {
        await scene.opens();
        await scene.does("consent");
        await scene.does("choose", id);
      } else await answerAll(scene, {});
      expect(Case.safeParse(scene.case).success).toBe(true);
    }
  });
});
