import { describe, expect, it } from "vitest";
import { normal, parseCue } from "../../src/reader/cue.ts";
import { clausesOf, reachOf } from "../../src/reader/clauses.ts";
import { Matcher } from "../../src/reader/matcher.ts";

const lists = {
  not: ["没有", "未"],
  none: [],
  more: ["{not}", "不"],
  round: ["{about}"],
  about: ["{round}"],
};
const rules = { lists, spaced: false };

/** The words that the cue finds in a text. */
function finds(cue: string, text: string, spaced = false): readonly string[] {
  const parsed = parseCue(cue, { ...rules, spaced });
  if (!parsed.ok) throw new Error(parsed.error);
  const matcher = new Matcher(parsed.value.map((slots) => ({ slots, edges: "none" as const })));
  const clauses = clausesOf(normal(text), [], spaced);
  const matches = matcher.find(normal(text), {
    isEdge: () => true,
    ...reachOf(normal(text), clauses),
  });
  return matches.map(({ start, end }) => text.slice(start, end));
}

describe("a cue", () => {
  it.each<readonly [string, string, readonly string[]]>([
    ["集体研究", "经集体研究后", ["集体研究"]],
    ["集体(研究|讨论)", "集体讨论", ["集体讨论"]],
    ["{not}(经过)?集体研究", "没有集体研究", ["没有集体研究"]],
    ["{not}(经过)?集体研究", "未经过集体研究", ["未经过集体研究"]],
    ["{not}…集体研究", "没有经过大家集体研究", ["没有经过大家集体研究"]],
    ["{not}…2集体研究", "没有经过大家集体研究", []],
    ["{not}…集体研究", "集体研究没有", []],
    ["没有 经过", "没有经过", ["没有经过"]],
    ["{more}研究", "未研究，不研究", ["未研究", "不研究"]],
    ["({not}|从不)研究", "未研究，从不研究", ["未研究", "从不研究"]],
    ["挪用 & 专款", "把专款挪用了，又挪用专款", ["挪用专款", "专款挪用"]],
    ["挪用 &2 专款", "挪用了全部的专款", []],
    ["挪用 &12 (专款|资金)", "资金被他全数挪用", ["资金被他全数挪用"]],
    ["ABC", "ａｂｃ", ["ａｂｃ"]],
    ["(甲|甲乙)…3丙", "甲乙xx丙", ["甲乙xx丙", "甲乙xx丙"].slice(0, 1)],
    ["叫停，继续", "他被叫停，第二天继续。", ["叫停，第二天继续"]],
    ["叫停，继续", "他被叫停。第二天继续。", []],
    ["叫停，继续", "他被叫停，一，二，三，继续。", []],
    ["叫停…继续", "他被叫停，继续。", []],
    ["叫停…继续", "他被叫停 继续干", []],
  ])("%s in %s finds %j", (cue, text, found) => {
    expect(finds(cue, text)).toEqual(found);
  });

  it("takes the nearest beginning, so that a quotation is as short as it can be", () => {
    expect(finds("{not}…集体研究", "没有人没有集体研究")).toEqual(["没有集体研究"]);
  });

  it("of a language with blanks takes any blanks between words, and wants at least one", () => {
    expect(finds("did not report", "DID  not\treport", true)).toEqual(["DID  not\treport"]);
    expect(finds("did not report", "didnot report", true)).toEqual([]);
  });

  it.each([
    ["", "a cue needs a phrase"],
    ["(甲)?", "a cue needs a phrase"],
    ["…甲", "a gap stands between two phrases"],
    ["甲…", "a gap stands between two phrases"],
    ["甲…99乙", "a gap is 1 to 30 characters"],
    ["甲…0乙", "a gap is 1 to 30 characters"],
    ["{nobody}甲", "no list nobody"],
    ["{none}甲", "no list none"],
    ["{round}甲", "list round holds itself"],
    ["甲&乙&丙", "& stands once in a cue"],
    ["甲&", "a gap stands between two phrases"],
    ["甲&99乙", "a gap is 1 to 30 characters"],
    ["(甲|)乙", "an alternative is empty"],
    ["(甲乙", '"(" has no meaning here'],
    ["甲|乙", '"|" has no meaning here'],
    ["(甲)?(乙)?(丙)?(丁)?(戊)?(己)?(庚)?辛", "too many optional parts"],
    ["甲".repeat(41), "a phrase has more than 40 characters"],
  ])("%j is refused: %s", (cue, why) => {
    expect(parseCue(cue, rules)).toEqual({ ok: false, error: why });
  });
});

describe("the normal form", () => {
  it.each(["ＡＢｃ，没有", "a\tb\nc", "İSTANBUL ﬀ ß", "\ud83d😀"])(
    "of %j keeps every place",
    (text) => {
      expect(normal(text)).toHaveLength(text.length);
    },
  );
});

describe("matching", () => {
  it("finds in a text of more clauses than can be told apart what it finds in one", () => {
    const filler = "他去了，".repeat(300);
    expect(finds("挪用…专款", `${filler}他挪用了专款，${filler}`)).toEqual(["挪用了专款"]);
    expect(finds("挪用…专款", `${filler}挪用，${filler}专款`)).toEqual([]);
  });

  it("goes through 200,000 characters that nearly match everywhere: the work per character is bounded", () => {
    const text = "没有".repeat(100_000);
    expect(finds("{not}…30{not}…30{not}…30集体研究", text)).toEqual([]);
  });
});
