/** The result: tier and range, both lines, the three distinctions, what decides, what is open, the pack, the law. */
import { packConditions } from "../../policy/pack.ts";
import type { Verdict } from "../../policy/decide.ts";
import { validityOn } from "../../policy/law.ts";
import { isPossible, masksOf } from "../../policy/account.ts";
import { reach } from "../../policy/diagram-walks.ts";
import { accountOf, factName, factOf, tierName, valueName } from "../answers.ts";
import { citeLine } from "../cite.ts";
import { verdictFor } from "../findings.ts";
import { button, heading, inRows, items, text, type Draft } from "../draft.ts";
import type { Block } from "../reply.ts";
import { sparedCount } from "../questioning.ts";
import { fill, inLanguage, type Talk } from "../world.ts";
import { distinctionRows } from "./distinctions.ts";
import { decisiveBlocks, evidenceBlocks, inHandBlocks } from "./explanation.ts";
import { inactionView } from "./inaction.ts";

/** Lists in the verdict stop here; the copy and the full basis hold the rest. */
const PRESUMPTIONS_SHOWN_MAX = 4;
const CITES_SHOWN_MAX = 2;

export function verdictView(talk: Talk): Draft {
  const verdict = verdictFor(talk);
  if (talk.case.purpose === "inaction") return inactionView(talk);
  const { words } = talk;
  return {
    kind: "verdict",
    blocks: [
      ...summaryBlocks(talk, verdict),
      heading(words.verdict.distinctions),
      { type: "distinctions", rows: distinctionRows(talk, verdict) },
      ...reasonBlocks(talk, verdict),
      ...decisiveBlocks(talk, verdict),
      ...sparedBlocks(talk, verdict),
      ...inHandBlocks(talk, verdict),
      ...openBlocks(talk, verdict),
      ...packBlocks(talk),
      ...lawBlocks(talk, verdict),
      text(
        `${words.verdict.not_refuge}${talk.case.language === "en" ? " " : ""}${words.verdict.who_decides}`,
      ),
    ],
    rows: verdictButtons(talk, verdict),
  };
}

/** The one sentence, then each line, then what the tier calls for saying. */
export function summaryBlocks(talk: Talk, verdict: Verdict): readonly Block[] {
  const { words } = talk;
  if (verdict.range.length === 0) return [text(words.verdict.contradictory)];
  const tier = talk.world.policy.tiers.find(({ id }) => id === verdict.presumed);
  const names = {
    tier: tierName(talk, verdict.presumed),
    meaning: tier === undefined ? "" : inLanguage(tier.meaning, talk.case.language),
  };
  const ranked = verdict.range.filter((id) => id !== "human_review");
  const [from, to] = [ranked[0] ?? "human_review", ranked.at(-1) ?? "human_review"];
  const first = verdict.settled
    ? fill(words.verdict.settled, names)
    : fill(words.verdict.open, { ...names, from: tierName(talk, from), to: tierName(talk, to) });
  return [text(first), items(lineItems(talk, verdict)), ...asides(talk, verdict)];
}

function lineItems(talk: Talk, verdict: Verdict): readonly { text: string }[] {
  const { words, world, case: current } = talk;
  return (["accountability", "discipline"] as const).map((id) => {
    const line = world.policy.lines[id];
    const rungs = line.ladder.filter((rung) => verdict.presumedLines[id].includes(rung.id));
    const names = rungs.map((rung) => inLanguage(rung.name, current.language));
    const [first = "", last = first] = [names[0], names.at(-1)];
    const outcome =
      names.length <= 2
        ? names.join(words.marks.and === "、" ? "或" : " or ")
        : `${first}${words.marks.to}${last}`;
    const template = names.length > 1 ? words.verdict.line_open : words.verdict.line;
    return {
      text: `${inLanguage(line.name, current.language)}${words.marks.colon}${fill(template, { outcome })}`,
    };
  });
}

function asides(talk: Talk, verdict: Verdict): readonly Block[] {
  const { words, case: current } = talk;
  const [reason] = verdict.reasons;
  const lines: string[] = [];
  if (current.purpose === "precheck") {
    lines.push(crossesRedLine(talk) ? words.verdict.precheck_red_line : words.verdict.precheck);
  }
  if (
    verdict.presumed === "human_review" &&
    reason?.sides !== undefined &&
    verdict.reasons.length === 1
  ) {
    const [lighter, graver] = reason.sides;
    lines.push(
      fill(words.verdict.human_sides, {
        lighter: tierName(talk, lighter),
        graver: tierName(talk, graver),
      }),
    );
  }
  if (["ordinary", "aggravated"].includes(verdict.presumed) && current.purpose !== "precheck")
    lines.push(words.verdict.leniency);
  if (verdict.presumed === "refer") lines.push(words.verdict.refer_next);
  return lines.map(text);
}

function crossesRedLine(talk: Talk): boolean {
  const { compiled } = talk;
  const red = compiled.condition({ condition: "red_line" });
  // What cannot occur is no way round it.
  const crossed = compiled.diagram.choose(compiled.possible, red, compiled.diagram.terminal(1));
  return reach(compiled.diagram, crossed, masksOf(compiled, accountOf(talk).facts)).every(
    (value) => value === 1,
  );
}

function reasonBlocks(talk: Talk, verdict: Verdict): readonly Block[] {
  if (verdict.reasons.length === 0) return [];
  const shown = verdict.reasons.map((rule) => ({
    text: inLanguage(rule.because, talk.case.language),
    detail: rule.cites
      .map((id) => citeLine(talk, id))
      .filter((line) => line !== undefined)
      .slice(0, CITES_SHOWN_MAX)
      .join(talk.words.marks.and),
  }));
  return [
    heading(talk.words.verdict.reasons),
    items(
      shown.map(({ text: line, detail }) =>
        detail === "" ? { text: line } : { text: line, detail },
      ),
    ),
  ];
}

/** What is presumed because nobody said, and the documents that would show what is unsure. */
function openBlocks(talk: Talk, verdict: Verdict): readonly Block[] {
  if (verdict.settled) return [];
  const { words, case: current } = talk;
  const account = accountOf(talk);
  const matters = new Set([...verdict.ask, ...(account.unsure ?? [])]);
  const presumed = verdict.presumptions
    .filter((id) => matters.has(id))
    .slice(0, PRESUMPTIONS_SHOWN_MAX);
  const lines = presumed.flatMap((id) => {
    const presumption = factOf(talk, id)?.presumption;
    if (presumption === undefined || presumption === "none") return [];
    const reason = inLanguage(presumption.reason, current.language);
    return [
      {
        text: fill(words.verdict.presumption, {
          fact: factName(talk, id),
          value: valueName(talk, id, presumption.value),
          reason,
        }),
      },
    ];
  });
  return [
    ...(lines.length === 0 ? [] : [heading(words.verdict.presumptions), items(lines)]),
    ...evidenceBlocks(talk),
  ];
}

function sparedBlocks(talk: Talk, verdict: Verdict): readonly Block[] {
  const count = verdict.settled ? sparedCount(talk) : 0;
  return count === 0 ? [] : [text(fill(talk.words.verdict.spared, { count }))];
}

function packBlocks(talk: Talk): readonly Block[] {
  const { compiled, words, case: current } = talk;
  if (compiled.pack === null) return [];
  const masks = masksOf(compiled, accountOf(talk).facts);
  if (!isPossible(compiled, masks)) return [];
  const pack = inLanguage(compiled.pack.name, current.language);
  const states = [
    { name: compiled.pack.facts[0]?.name ?? compiled.pack.name, when: compiled.pack.scope },
    ...packConditions(compiled.policy, compiled.pack),
  ].map(({ name, when }) => {
    const values = reach(
      compiled.diagram,
      compiled.diagram.choose(
        compiled.possible,
        compiled.diagram.choose(
          compiled.condition(when),
          compiled.diagram.terminal(2),
          compiled.diagram.terminal(1),
        ),
        compiled.diagram.terminal(0),
      ),
      masks,
    ).filter((value) => value !== 0);
    const template =
      values.length > 1
        ? "pack_condition_open"
        : values[0] === 2
          ? "pack_condition_met"
          : "pack_condition_missing";
    return {
      met: template === "pack_condition_met",
      line: fill(words.verdict[template], { condition: inLanguage(name, current.language) }),
    };
  });
  if (states.every(({ met }) => met)) return [text(fill(words.verdict.pack_met, { pack }))];
  return [
    text(fill(words.verdict.pack_missing, { pack })),
    items(states.map(({ line }) => ({ text: line }))),
  ];
}

function lawBlocks(talk: Talk, verdict: Verdict): readonly Block[] {
  const { words, case: current } = talk;
  if (verdict.range.length === 0 || current.purpose === "precheck") return [];
  if (verdict.law === undefined || current.acted === undefined)
    return [text(words.verdict.law_undated)];
  const day =
    current.acted.from === current.acted.until
      ? current.acted.until
      : `${current.acted.from} – ${current.acted.until}`;
  const range = (tiers: readonly string[]) =>
    tiers.map((id) => tierName(talk, id)).join(words.marks.and);
  const same = verdict.law.act.join() === verdict.law.decision.join();
  const line = same
    ? fill(words.verdict.law_same, { day })
    : fill(words.verdict.law_differs, {
        day,
        old: range(verdict.law.act),
        recent: range(verdict.law.decision),
      });
  const unknown = unverifiedTitles(talk, verdict);
  return [
    text(line),
    ...(unknown.length === 0
      ? []
      : [text(fill(words.verdict.law_unknown, { titles: unknown.join(words.marks.and) }))]),
  ];
}

/** Titles of cited norms whose first day in force nobody here has verified. */
function unverifiedTitles(talk: Talk, verdict: Verdict): readonly string[] {
  const account = accountOf(talk);
  const cited = verdict.reasons.flatMap((rule) => rule.cites);
  const unknown = cited.filter((id) => validityOn(talk.compiled, id, account).includes("unknown"));
  const sources = unknown
    .flatMap((id) => talk.compiled.sources.get(id) ?? [])
    .filter(({ kind }) => kind === "norm");
  return [...new Set(sources.map(({ title }) => inLanguage(title, talk.case.language)))];
}

function verdictButtons(talk: Talk, verdict: Verdict): Draft["rows"] {
  const { buttons } = talk.words;
  const openSides = Object.values(verdict.distinctions).includes("open");
  const main = [button(buttons.steps, "steps", "main"), button(buttons.basis, "basis")];
  const more = [
    button(buttons.correct, "correct"),
    button(buttons.copy, "copy"),
    ...(verdict.settled && openSides && !talk.case.thorough
      ? [button(buttons.thorough, "thorough")]
      : []),
  ];
  return [
    main,
    ...inRows(more, 3),
    [button(buttons.close, "close", "tool"), button(buttons.erase, "erase", "tool")],
  ];
}
