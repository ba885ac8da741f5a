/** The reviewer's checklist: start, one entry, a note, and the outcome with its table. */
import { stringify } from "csv-stringify/sync";
import type { Account } from "../../policy/account.ts";
import { decide, type Verdict } from "../../policy/decide.ts";
import { elementsOf } from "../../policy/elements.ts";
import { factName, tierName, valueName } from "../answers.ts";
import { reportOf } from "../../policy/report.ts";
import { NOTE_CHARACTERS_MAX } from "../case.ts";
import { shortened } from "../characters.ts";
import { citeLine } from "../cite.ts";
import { button, heading, inRows, items, message, text, type Draft } from "../draft.ts";
import type { Block } from "../reply.ts";
import {
  entriesOf,
  entryEvidence,
  entryName,
  findingChoices,
  findingName,
  findingOf,
  foundFacts,
  OPEN_FINDING,
  type Entry,
} from "../reviewing.ts";
import { EVIDENCE_STATES } from "../words-schema.ts";
import { fill, inLanguage, type Talk } from "../world.ts";
import { changeBlocks } from "./explanation.ts";
import { summaryBlocks } from "./verdict.ts";

const EVIDENCE_NAMED_MAX = 4;
const MISSING_SHOWN_MAX = 12;

export function reviewView(talk: Talk): Draft {
  return talk.case.review?.done === true ? outcomeView(talk) : startView(talk);
}

function startView(talk: Talk): Draft {
  const { words } = talk;
  return message(
    [fill(words.review.start, { count: entriesOf(talk).length })],
    [
      [button(words.buttons.review_start, "entry", "main")],
      [button(words.buttons.leave, "leave", "tool")],
    ],
  );
}

export function entryView(talk: Talk): Draft {
  const { words, case: current } = talk;
  const all = entriesOf(talk);
  const at = Math.max(
    0,
    all.findIndex(({ id }) => id === current.review?.at),
  );
  const entry = all[at] as Entry;
  const found = findingOf(talk, entry.id);
  const blocks = [
    text(fill(words.review.progress, { at: at + 1, count: all.length })),
    text(fill(words.review.entry, { item: inLanguage(entry.item.item, current.language) })),
    ...(entry.fact === undefined ? [] : [text(entryName(talk, entry))]),
    text(
      fill(words.review.entry_evidence, {
        evidence: entryEvidence(talk, entry).slice(0, EVIDENCE_NAMED_MAX).join(words.marks.and),
      }),
    ),
    ...(found?.note === undefined
      ? []
      : [text(fill(words.review.entry_note, { note: found.note }))]),
    ...(found?.finding === undefined
      ? []
      : [
          text(
            fill(words.review.entry_state, { finding: findingName(talk, entry, found.finding) }),
          ),
        ]),
  ];
  const answers =
    found?.finding === undefined
      ? inRows(
          findingChoices(talk, entry).map(({ value, label }) =>
            button(shortened(label, 60), "finding", "answer", value),
          ),
          2,
        )
      : inRows(
          EVIDENCE_STATES.map((state) =>
            button(words.evidence_states[state], "evidence", "answer", state),
          ),
          2,
        );
  const tools = [
    ...(at > 0 ? [button(words.buttons.review_back, "previous", "tool")] : []),
    button(words.buttons.review_skip, "next", "tool"),
    button(words.buttons.review_note, "note", "tool"),
    button(words.buttons.review_finish, "reviewed", "tool"),
  ];
  return { kind: "question", blocks, rows: [...answers, ...inRows(tools, 2)] };
}

export function notingView({ words }: Talk): Draft {
  return {
    kind: "question",
    blocks: [text(fill(words.review.noting, { count: NOTE_CHARACTERS_MAX }))],
    rows: [[button(words.buttons.leave, "leave", "tool")]],
  };
}

/** The tier those findings give, what is still missing, and what was not met in procedure. */
function outcomeView(talk: Talk): Draft {
  const { words } = talk;
  const account = foundFacts(talk);
  const verdict = decide(talk.compiled, account);
  const all = entriesOf(talk);
  const missing = all.filter((entry) => {
    const found = findingOf(talk, entry.id);
    const open =
      found?.finding === undefined ||
      found.finding === OPEN_FINDING ||
      found.evidence === "missing" ||
      found.evidence === undefined;
    return (
      open &&
      (entry.fact === undefined ||
        verdict.ask.includes(entry.fact) ||
        account.unsure.includes(entry.fact))
    );
  });
  const notMet = all.filter(({ id }) => findingOf(talk, id)?.finding === "not_met");
  const listed = (entries: readonly Entry[]) =>
    items(entries.slice(0, MISSING_SHOWN_MAX).map((entry) => ({ text: entryName(talk, entry) })));
  return {
    kind: "verdict",
    blocks: [
      text(fill(words.review.result, { tier: tierName(talk, verdict.presumed) })),
      ...summaryBlocks(talk, verdict),
      ...groundBlocks(talk, verdict),
      ...changeBlocks(talk, account),
      heading(words.review.elements),
      items(elementItems(talk, account)),
      heading(words.review.missing),
      ...(missing.length === 0 ? [text(words.review.missing_none)] : [listed(missing)]),
      ...(notMet.length === 0 ? [] : [heading(words.review.not_met_items), listed(notMet)]),
    ],
    rows: [
      [
        button(words.buttons.review_export_csv, "table", "answer", "csv"),
        button(words.buttons.review_export_json, "table", "answer", "json"),
      ],
      [
        button(words.buttons.review_back, "entry", "tool"),
        button(words.buttons.leave, "leave", "tool"),
      ],
    ],
  };
}

/** The rules that decide; of findings that cannot all hold, those that clash. */
function groundBlocks(talk: Talk, { reasons, conflict }: Verdict): readonly Block[] {
  const clash = conflict.map((fact) => ({ text: factName(talk, fact) }));
  if (reasons.length === 0) return clash.length === 0 ? [] : [items(clash)];
  const grounds = reasons.map((rule) => {
    const cites = rule.cites.map((id) => citeLine(talk, id)).filter((line) => line !== undefined);
    return {
      text: inLanguage(rule.because, talk.case.language),
      detail: cites.join(talk.words.marks.and) || "–",
    };
  });
  return [heading(talk.words.verdict.reasons), items(grounds)];
}

/** The findings by the six elements: how many speak for either side, and what is not established. */
function elementItems(talk: Talk, account: Account): readonly { text: string }[] {
  const { words, world, case: current } = talk;
  const named = new Map(world.policy.elements.elements.map(({ id, name }) => [id, name]));
  const listed = (facts: readonly string[]) =>
    facts.length === 0
      ? "–"
      : facts
          .map(
            (fact) =>
              `${factName(talk, fact)}${words.marks.colon}${valueName(talk, fact, account.facts[fact] ?? "")}`,
          )
          .join(words.marks.and);
  return elementsOf(talk.compiled, account).map(({ id, lighter, graver, open }) => {
    const name = named.get(id);
    return {
      text: fill(words.review.element, {
        element: name === undefined ? id : inLanguage(name, current.language),
        lighter: listed(lighter),
        graver: listed(graver),
        open: open.length,
      }),
    };
  });
}

export function tableFile(talk: Talk, format: "csv" | "json"): Draft {
  const { words } = talk;
  const rows = entriesOf(talk).map((entry) => {
    const found = findingOf(talk, entry.id);
    return {
      item: inLanguage(entry.item.item, talk.case.language),
      fact: entry.fact === undefined ? "" : entryName(talk, entry),
      finding: findingName(talk, entry, found?.finding),
      evidence: found?.evidence === undefined ? "" : words.evidence_states[found.evidence],
      note: found?.note ?? "",
    };
  });
  if (format === "csv") {
    // The byte order mark lets spreadsheets read Chinese; formulas typed into notes stay text.
    const sheet = stringify(rows, {
      header: true,
      bom: true,
      escape_formulas: true,
      columns: Object.entries(words.table).map(([key, header]) => ({ key, header })),
    });
    return {
      kind: "file",
      blocks: [text(words.review.table_ready)],
      rows: [],
      file: { name: "checklist.csv", mediaType: "text/csv", text: sheet },
    };
  }
  const account = foundFacts(talk);
  const verdict = decide(talk.compiled, account);
  const report = reportOf(talk.compiled, account, verdict, talk.case.bundle, "reviewer");
  const findings = entriesOf(talk).map((entry) => ({
    ...findingOf(talk, entry.id),
    entry: entry.id,
    item: entry.item.id,
    fact: entry.fact ?? null,
  }));
  return {
    kind: "file",
    blocks: [text(words.review.table_ready)],
    rows: [],
    file: {
      name: "checklist.json",
      mediaType: "application/json",
      text: `${JSON.stringify({ findings, account, verdict: report }, null, 2)}\n`,
    },
  };
}
