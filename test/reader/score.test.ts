import { describe, expect, it } from "vitest";
import { factsOf, possibleTogether } from "../../src/dialogue/proposal-possible.ts";
import { scoreOf } from "../../src/reader/score.ts";
import { lengthsOf } from "../../src/reader/spared.ts";
import { shippedBundle } from "../support/shipped.ts";

const bundle = await shippedBundle();
const { policy } = bundle;
const national = bundle.compiled(null);

const proposal = (fact: string, value: string) => ({
  fact,
  value,
  quote: { start: 0, end: 1, text: "x" },
  pattern: "made",
});

describe("the score", () => {
  it("counts a wrong value and a fact nobody coded as wrong, and leaves out duty and role", () => {
    const { overall, facts } = scoreOf([
      { proposed: { loss: "minor", urgent: "yes", role: "executor" }, coded: { loss: "serious" } },
      { proposed: { urgent: "yes" }, coded: { urgent: "yes", duty_related: "yes" } },
    ]);
    expect(facts).toMatchObject({
      loss: { right: 0, proposed: 1, coded: 1, precision: 0, recall: 0, f1: 0 },
      urgent: { right: 1, proposed: 2, coded: 1, precision: 0.5, recall: 1 },
    });
    expect(Object.keys(facts)).toEqual(["loss", "urgent"]);
    expect(overall).toMatchObject({ right: 1, proposed: 3, coded: 2, recall: 0.5, f1: 0.4 });
  });

  it("is told besides over the facts that anybody coded at all", () => {
    const { overall, codedAnywhere } = scoreOf([
      { proposed: { urgent: "yes", status: "party_cadre" }, coded: { urgent: "yes" } },
      { proposed: { urgent: "yes" }, coded: {} },
    ]);
    expect([overall.precision, codedAnywhere.precision]).toEqual([1 / 3, 1 / 2]);
  });

  it("has no shares of nothing", () => {
    expect(scoreOf([]).overall).toMatchObject({ precision: null, recall: null, f1: null });
  });
});

describe("proposals that cannot all be true", () => {
  it("are struck out, and so are facts and values that the policy does not have", () => {
    const kept = possibleTogether(national, [
      proposal("diligent", "yes"),
      proposal("neglected_duty", "yes"),
      proposal("urgent", "yes"),
      proposal("luck", "yes"),
      proposal("loss", "huge"),
    ]);
    expect(factsOf(kept)).toEqual({ urgent: "yes" });
  });
});

describe("the questions saved", () => {
  const coded = { error_kind: "inaction", neglected_duty: "yes", diligent: "no", loss: "serious" };

  it("are those that confirmed proposals make needless", () => {
    const found = lengthsOf(national, policy.questions, coded, coded);
    expect(found?.confirmed).toBeLessThan(found?.without ?? 0);
  });

  it("are none where nothing right was proposed", () => {
    const found = lengthsOf(national, policy.questions, coded, { loss: "none", luck: "yes" });
    expect(found?.confirmed).toBe(found?.without);
  });

  it("cannot be told of facts that contradict each other", () => {
    const impossible = { diligent: "yes", neglected_duty: "yes" };
    expect(lengthsOf(national, policy.questions, impossible, {})).toBeUndefined();
  });
});
