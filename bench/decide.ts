/** Section `decide`: complete and partial accounts of the shipped national rules, beside other engines. */
import { compile } from "../src/policy/compile.ts";
import { coldStarts } from "./cold-starts.ts";
import { completeRates } from "./decide-complete.ts";
import { partialRates, wholeVerdicts } from "./decide-partial.ts";
import { NOT_INSTALLED, OURS } from "./engines.ts";
import { atLeast, bySize, type Found, type Setting, type Sheet } from "./section.ts";

const ZEN = "zen-engine";

/** Decisions a second, cold starts, and what an explanation costs. */
export async function measureDecide({ size, bundle }: Setting): Promise<Found> {
  const { policy } = bundle;
  const compiled = compile(policy, null, bundle.compiled(null).facts);
  const complete = await completeRates(compiled, size);
  const zen = complete.again(ZEN);
  const partial = await partialRates(compiled, size, zen);
  const whole = await wholeVerdicts(compiled, policy.questions, size, zen);
  const cold = await coldStarts(bySize(size, 0, 3));
  const absent = complete.absent.join(", ");
  return {
    sheets: [
      {
        title: "Complete situations, decisions a second",
        head: ["engine", "load ms", "agrees", "common", "agrees, uniform", "uniform"],
        rows: complete.rows,
      },
      {
        title: "Exact range and the three distinctions of partial accounts",
        head: ["facts known", "a second", "times zen's complete decision"],
        rows: partial.rows,
      },
      {
        title: "The whole verdict, each account seen for the first time",
        head: [
          "facts known",
          "decide a second",
          "with explanation a second",
          "times zen, explained",
        ],
        rows: whole.rows,
      },
      ...(cold.length === 0 ? [] : [coldSheet(cold)]),
    ],
    targets: [
      ...(["common", "uniform"] as const).map((kind) =>
        atLeast(
          `complete situations, ${kind}, beside closures`,
          1,
          complete.rate(OURS, kind) / complete.rate("closures", kind),
        ),
      ),
      ...(zen === undefined
        ? []
        : [
            atLeast("range and distinctions, the slowest row, beside zen", 20, partial.least),
            atLeast(
              "full verdict with explanation, complete account, beside zen",
              1,
              whole.complete,
            ),
          ]),
    ],
    notes: [
      "Rates are medians of rounds in which the engines take turns; times zen is the median over rounds, in each of which zen is timed as well. Common: facts with a presumption keep to it in 85 of 100 cases; uniform: every value alike. Only situations that can occur.",
      "Agrees: situations decided as the closures decide them, which are made of the same rules by other code.",
      "The other engines decide complete situations only and explain nothing here; the whole verdict is range, lines, distinctions, rules, steps and what to ask, and the explanation adds the deciding answers, what would change the verdict and what is worth finding out. Which facts are known is random, but for the row of talks: their accounts come turn by turn, and every fifth question is answered with 不清楚.",
      "A cold start counts from the start of the process; the peers read the YAML plainly, ours either likewise or with every check and proof.",
      ...(absent === "" ? [] : [NOT_INSTALLED.replace("%s", absent)]),
    ],
  };
}

function coldSheet(rows: Sheet["rows"]): Sheet {
  return {
    title: "A fresh process, from YAML to the first decision",
    head: ["engine", "ms"],
    rows,
  };
}
