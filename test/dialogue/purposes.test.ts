import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyMind, neverLearnt, settleConflict } from "../support/dialogue-minds.ts";
import { bundle, choicesOf, textsOf } from "../support/dialogue-scene.ts";
import type { Scene } from "../support/dialogue-scene.ts";
import {
  allKnown,
  answer,
  answerAll,
  asking,
  consulted,
  presumed,
} from "../support/dialogue-ways.ts";
import type { Mind } from "../support/dialogue-ways.ts";

const { policy } = bundle;

describe("a pre-check", () => {
  /** Red lines that can be known beforehand, in so many answers. */
  const RED: readonly Mind[] = [
    { crime_suspected: "yes" },
    { private_gain: "yes" },
    { colluded_against_public: "yes" },
    { knew_it_was_violation: "yes" },
    { persisted_after_ban: "yes" },
    { expressly_prohibited: "yes", ban_known: "yes" },
    { arbitrary_decision: "yes", major_matter: "yes", collective_decision: "no" },
    { order_plainly_illegal: "yes", superior_decision: "yes" },
  ];
  const tolerable = new Set(
    policy.tiers.filter((tier) => tier.class !== "not_tolerated").map(({ id }) => id),
  );

  it("asks nothing that cannot be known before acting", async () => {
    await fc.assert(
      fc.asyncProperty(anyMind, async (mind) => {
        const scene = await asking("precheck");
        const late = new Set(neverLearnt(scene));
        for (let asked = 0; scene.state !== "summary" && asked < 60; asked += 1) {
          if (scene.state === "conflict") await settleConflict(scene);
          else await answer(scene, mind);
          for (const id of [
            ...Object.keys(scene.facts),
            ...scene.case.answers.flatMap((a) => a.unsure),
          ])
            expect(late.has(id) && id !== "stage", id).toBe(false);
        }
      }),
      { numRuns: 5 },
    );
  });

  it.each(RED.map((mind) => [Object.keys(mind).join(" + "), mind] as const))(
    "says so when a red line is certain, and shows no way round it: %s",
    async (_, mind) => {
      const scene = await consulted("precheck", allKnown(mind));
      expect(textsOf(scene.last)).toContain(scene.words.verdict.precheck_red_line);
      expect(textsOf(scene.last)).not.toContain(scene.words.verdict.precheck);
      expect(scene.verdict.range.filter((tier) => tolerable.has(tier))).toEqual([]);
      // The person's own steps are there for the line alone: they go when it goes.
      const own = ({ measures }: Scene["verdict"]) =>
        measures.filter(({ owner }) => owner === "person").map(({ id }) => id);
      const clear = await consulted("precheck", allKnown());
      expect(own(scene.verdict)).not.toEqual([]);
      expect(own(scene.verdict).filter((id) => own(clear.verdict).includes(id))).toEqual([]);
    },
  );

  it("without a red line says that it looks ahead", async () => {
    const scene = await consulted("precheck", allKnown());
    expect(textsOf(scene.last)).toContain(scene.words.verdict.precheck);
    expect(textsOf(scene.last)).not.toContain(scene.words.verdict.precheck_red_line);
  });
});

describe("the self-check of one who does not act", () => {
  const CAUSES = ["cannot", "will_not", "dare_not"] as const;

  it("asks its own questions, all of them and no others", async () => {
    const purpose = policy.purposes.find(({ id }) => id === "inaction");
    const scene = await answerAll(await asking("inaction"), allKnown());
    const asked = scene.case.answers.map(({ question }) => question);
    expect(new Set(asked)).toEqual(new Set(purpose?.questions));
  });

  it("gives each cause its own measures", async () => {
    const measures = await Promise.all(
      CAUSES.map(async (cause) => {
        const scene = await consulted("inaction", allKnown({ inaction_cause: cause }));
        expect(textsOf(scene.last).join()).toContain(
          policy.facts
            .find(({ id }) => id === "inaction_cause")
            ?.choices?.find(({ id }) => id === cause)?.name.zh,
        );
        const offered = policy.purposes.find(({ id }) => id === "inaction")?.measures ?? [];
        const shown = scene.verdict.measures.filter(({ id }) => offered.includes(id));
        await scene.taps(scene.words.buttons.steps);
        for (const { what } of shown) expect(textsOf(scene.last)).toContain(what.zh);
        return shown.map(({ id }) => id);
      }),
    );
    measures.forEach((own, index) => {
      const others = new Set(measures.filter((_, other) => other !== index).flat());
      expect(
        own.filter((id) => !others.has(id)),
        CAUSES[index],
      ).not.toEqual([]);
    });
  });
});

describe("a local pack", () => {
  it.each(bundle.packs.map((pack) => [pack.id, pack] as const))(
    "%s is chosen by name: its scope is filed, its outcome and conditions show",
    async (id, pack) => {
      const [example] = pack.examples;
      const scene = await asking("mistake", { place: id });
      expect(scene.case.pack).toBe(id);
      expect(scene.facts).toMatchObject({ [pack.facts[0]?.id ?? ""]: "yes" });
      await answerAll(scene, presumed(id, example?.facts));
      await scene.does("confirm");
      // What can no longer change the tier is not asked, so that another rule may come to the same.
      expect(scene.verdict.range).toEqual([pack.outcome.tier]);
      const met = scene.words.verdict.pack_met.replace("{pack}", pack.name.zh);
      expect(textsOf(scene.last)).toContain(met);
    },
  );

  it.each(bundle.packs.map((pack) => [pack.id, pack] as const))(
    "%s shows which of its conditions are not met, and which are open",
    async (id, pack) => {
      const scene = await asking("mistake", { place: id });
      await scene.does("finish");
      await scene.does("confirm");
      const { pack_condition_open: open, pack_condition_missing: missing } = scene.words.verdict;
      for (const { name } of pack.conditions)
        expect(textsOf(scene.last)).toContain(open.replace("{condition}", name.zh));
      const against = await asking("mistake", { place: id });
      await answerAll(against, { ...presumed(id), aligned_with_policy: "no" });
      await against.does("confirm");
      const direction = pack.conditions.find((one) => one.id === "direction")?.name.zh ?? "";
      if (against.facts["aligned_with_policy"] === "no")
        expect(textsOf(against.last)).toContain(missing.replace("{condition}", direction));
    },
  );

  it("given with the channel's start is the one a new talk begins with", async () => {
    const pack = bundle.packs[0]?.id ?? "";
    const scene = await asking("inaction", { pack });
    expect(scene.case.pack).toBe(pack);
  });

  it("is offered with every other, and with none of them", async () => {
    const scene = await asking("mistake");
    const offer = scene.shown.find(({ choices }) =>
      choices.flat().some(({ label }) => label === scene.words.buttons.national),
    );
    const labels = choicesOf(offer === undefined ? [] : [offer]).map(({ label }) => label);
    for (const { name } of bundle.packs) expect(labels).toContain(name.zh);
  });
});
