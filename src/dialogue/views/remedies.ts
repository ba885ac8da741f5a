/** Contesting a decision, and looking a provision up. */
import { button, heading, items, text, type Draft } from "../draft.ts";
import { charactersOf, shortened } from "../characters.ts";
import { citeLine } from "../cite.ts";
import { fill, inLanguage, type Talk } from "../world.ts";
import { provisionItem } from "./basis.ts";
import { back } from "./opening.ts";

export function remediesView(talk: Talk): Draft {
  const { words, world, case: current } = talk;
  const { remedies } = world.policy;
  return {
    kind: "message",
    blocks: [text(words.verdict.remedies), text(inLanguage(remedies.about, current.language))],
    rows: [
      ...remedies.remedies.map((remedy) => [
        button(
          shortened(inLanguage(remedy.decision, current.language), 60),
          "remedy",
          "answer",
          remedy.id,
        ),
      ]),
      [back(talk), button(words.buttons.close, "close", "tool")],
    ],
  };
}

export function remedyView(talk: Talk): Draft {
  const { words, world, case: current } = talk;
  const remedy = world.policy.remedies.remedies.find(({ id }) => id === current.looking);
  if (remedy === undefined) return remediesView(talk);
  const say = (pair: { readonly zh: string; readonly en: string }) =>
    inLanguage(pair, current.language);
  const steps = remedy.steps.map(({ what, period }) => ({
    text: say(what),
    detail:
      period === null
        ? words.verdict.remedy_no_period
        : fill(words.verdict.remedy_period, { period: say(period) }),
  }));
  const cites = remedy.cites.map((id) => citeLine(talk, id)).filter((line) => line !== undefined);
  return {
    kind: "message",
    blocks: [
      heading(say(remedy.decision)),
      items(steps),
      ...(remedy.notes.length === 0
        ? []
        : [items(remedy.notes.map((note) => ({ text: say(note) })))]),
      text(cites.join(words.marks.and)),
    ].filter((block) => block.type !== "text" || block.text !== ""),
    rows: [
      [button(words.buttons.restart, "restart"), button(words.buttons.close, "close")],
      [back(talk)],
    ],
  };
}

export function lookupView(talk: Talk): Draft {
  return { kind: "question", blocks: [text(talk.words.verdict.lookup)], rows: [[leave(talk)]] };
}

const leave = (talk: Talk) => button(talk.words.buttons.leave, "leave", "tool");

const FOUND_MAX = 5;
const QUERY_CHARACTERS_MIN = 2;

/** The provisions that share most with what was typed: whole phrase first, then two-character pieces. */
export function foundView(talk: Talk): Draft {
  const { words } = talk;
  const query = (talk.case.looking ?? "").trim().toLowerCase();
  const rows = [[leave(talk)]];
  if (charactersOf(query).length < QUERY_CHARACTERS_MIN) {
    return { kind: "question", blocks: [text(words.verdict.found_too_short)], rows };
  }
  const found = [...talk.compiled.sources]
    .filter(([, source]) => source.kind !== "default")
    .map(([id, source]) => ({ id, score: scoreOf(query, haystack(source, id)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, FOUND_MAX);
  if (found.length === 0)
    return { kind: "question", blocks: [text(words.verdict.found_none)], rows };
  return {
    kind: "question",
    blocks: [text(words.verdict.found), items(found.flatMap(({ id }) => provisionItem(talk, id)))],
    rows,
  };
}

function haystack(
  source: {
    title: { zh: string; en: string };
    provisions: readonly {
      id: string;
      article: { zh: string; en: string };
      summary: { zh: string; en: string };
    }[];
  },
  id: string,
): string {
  const provision = source.provisions.find((candidate) => candidate.id === id);
  const parts = [source.title, provision?.article, provision?.summary];
  return parts
    .flatMap((part) => (part === undefined ? [] : [part.zh, part.en]))
    .join(" ")
    .toLowerCase();
}

function scoreOf(query: string, place: string): number {
  const pieces = query.split(/[\s,，、。;；]+/).flatMap(piecesOf);
  const hits = pieces.filter((piece) => place.includes(piece)).length;
  const whole = place.includes(query) ? pieces.length : 0;
  return hits * 2 > pieces.length || whole > 0 ? hits + whole : 0;
}

/** Chinese runs as two-character pieces, other words whole; an article number stays in one piece. */
function piecesOf(word: string): readonly string[] {
  if (word === "") return [];
  const articles = word.match(/第[\d零一二三四五六七八九十百]+条/g) ?? [];
  const rest = word.replaceAll(/第[\d零一二三四五六七八九十百]+条/g, "");
  const latin = /^[\p{Script=Latin}\d-]+$/u.test(rest);
  const characters = charactersOf(rest);
  const pairs =
    latin || characters.length < 2
      ? rest === ""
        ? []
        : [rest]
      : characters.slice(1).map((character, i) => `${characters[i] ?? ""}${character}`);
  return [...articles, ...pairs];
}
