import {
  array,
  assert,
  boolean,
  constantFrom,
  option,
  property,
  record,
  string,
  webUrl,
} from "fast-check";
import { describe, expect, it } from "vitest";
import { drawReply, LINE_CELLS_MAX, numberedChoices } from "../../src/channels/terminal-draw.ts";
import { cellWidth } from "../../src/channels/terminal-width.ts";
import type { Choice, DistinctionRow, Reply } from "../../src/dialogue/reply.ts";

function reply(change: Partial<Reply>): Reply {
  return { id: "1.0", language: "zh-CN", kind: "message", blocks: [], choices: [], ...change };
}
const choice = (label: string, role: Choice["role"] = "answer", selected?: boolean): Choice => ({
  label,
  token: `t-${label}`,
  role,
  ...(selected === undefined ? {} : { selected }),
});

const row: DistinctionRow = {
  id: "one",
  name: "失误与明知故犯",
  side: "tolerable",
  mark: "●",
  sideName: "可容",
  reason: "先行先试，缺乏经验",
  tolerable: ["属于改革试点", "经过集体研究"],
  culpable: ["未作风险评估"],
};

describe("a reply in the terminal", () => {
  const drawings: readonly (readonly [string, Partial<Reply>, readonly string[]])[] = [
    [
      "a Chinese question with its buttons",
      {
        kind: "question",
        blocks: [{ type: "text", text: "当时这件事有没有上会研究？" }],
        choices: [
          [choice("是"), choice("否"), choice("不清楚")],
          [choice("为什么问", "tool"), choice("返回", "tool")],
        ],
      },
      [
        "",
        "当时这件事有没有上会研究？",
        "",
        "  1. 是   2. 否   3. 不清楚",
        "  4. 为什么问   5. 返回",
      ],
    ],
    [
      "tools last, even when they come first",
      {
        language: "en",
        choices: [[choice("Back", "tool"), choice("Yes")], [choice("Go on", "main")]],
      },
      ["", "  1. Yes", "  2. Go on", "  3. Back"],
    ],
    [
      "a checklist with its ticks, a line each when they do not fit on one",
      {
        choices: [
          [
            choice("为本人或者他人谋取私利，收受财物或者其他好处", "answer", true),
            choice("造成重大安全事故", "answer", false),
            choice("以上都没有", "answer", false),
          ],
        ],
      },
      [
        "",
        "  1. [x] 为本人或者他人谋取私利，收受财物或者其他好处",
        "  2. [ ] 造成重大安全事故",
        "  3. [ ] 以上都没有",
      ],
    ],
    [
      "the fold of the question it closes, first",
      {
        closes: { reply: "0.0", text: "是否上会：是", brief: "是否上会：是" },
        blocks: [{ type: "text", text: "记下了。" }],
      },
      ["", "› 是否上会：是", "", "记下了。"],
    ],
    [
      "nothing but the fold when there is no more to say",
      { closes: { reply: "0.0", text: "Went to a meeting: yes", brief: "Went to a meeting: yes" } },
      ["", "› Went to a meeting: yes"],
    ],
    [
      "a heading, items with detail and link",
      {
        language: "en",
        blocks: [
          { type: "heading", text: "What settles it" },
          {
            type: "items",
            items: [
              { text: "A trial of reform", detail: "Art. 18", link: "https://www.gov.cn/a" },
              { text: "Decided together" },
            ],
          },
        ],
      },
      [
        "",
        "-- What settles it --",
        "",
        "- A trial of reform",
        "  Art. 18",
        "  https://www.gov.cn/a",
        "- Decided together",
      ],
    ],
    [
      "the distinctions with what weighs on each side, in Chinese",
      {
        blocks: [
          { type: "heading", text: "三个区分" },
          { type: "distinctions", rows: [row] },
        ],
      },
      [
        "",
        "【三个区分】",
        "",
        "● 失误与明知故犯：可容 - 先行先试，缺乏经验",
        "    ● 属于改革试点、经过集体研究",
        "    ○ 未作风险评估",
      ],
    ],
    [
      "the distinctions in English, without empty sides",
      {
        language: "en",
        blocks: [
          {
            type: "distinctions",
            rows: [
              {
                ...row,
                name: "Error or intent",
                mark: "◐",
                sideName: "open",
                reason: "",
                tolerable: [],
                culpable: [],
              },
            ],
          },
        ],
      },
      ["", "◐ Error or intent: open"],
    ],
    [
      "a text file between rules",
      {
        kind: "file",
        file: { name: "说明.txt", mediaType: "text/plain", text: "第一行\n第二行\n" },
      },
      ["", "文件：说明.txt", "-".repeat(80), "第一行", "第二行", "-".repeat(80)],
    ],
    [
      "a JSON file as it is, however long its lines",
      {
        language: "en",
        kind: "file",
        file: {
          name: "case.json",
          mediaType: "application/json",
          text: `{"a":"${"长".repeat(60)}"}`,
        },
      },
      ["", "File: case.json", "-".repeat(80), `{"a":"${"长".repeat(60)}"}`, "-".repeat(80)],
    ],
    [
      "typed words without what would steer the terminal",
      { blocks: [{ type: "text", text: "您说：\u001b]0;title\u0007\u001b[31m红" }] },
      ["", "您说：]0;title[31m红"],
    ],
  ];
  it.each(drawings)("draws %s", (_, change, lines) => {
    expect(drawReply(reply(change))).toEqual(lines);
  });

  const text = string({ unit: "grapheme", maxLength: 300 });
  const label = string({ unit: "grapheme", minLength: 1, maxLength: 64 });
  const replies = record({
    language: constantFrom("zh-CN" as const, "en" as const),
    closes: record({ reply: constantFrom("0.0"), text, brief: text }),
    words: text,
    items: array(record({ text, detail: text, link: webUrl() }), { maxLength: 3 }),
    names: array(text, { minLength: 5, maxLength: 5 }),
    choices: array(
      array(
        record({
          label,
          token: constantFrom("t"),
          role: constantFrom("answer" as const, "tool" as const, "main" as const),
          selected: option(boolean(), { nil: undefined }),
        }),
        { maxLength: 6 },
      ),
      { maxLength: 4 },
    ),
    file: text,
  });

  it("never has a line wider than 80 cells, whatever it says", () => {
    assert(
      property(replies, ({ language, closes, words, items, names, choices, file }) => {
        const [name = "", sideName = "", reason = "", tolerable = "", culpable = ""] = names;
        const drawn = drawReply(
          reply({
            language,
            closes,
            blocks: [
              { type: "text", text: words },
              { type: "heading", text: words },
              { type: "items", items },
              {
                type: "distinctions",
                rows: [
                  { ...row, name, sideName, reason, tolerable: [tolerable], culpable: [culpable] },
                ],
              },
            ],
            choices: choices,
            file: { name: words.slice(0, 100), mediaType: "text/plain", text: file },
          }),
        );
        for (const line of drawn) {
          expect(line).not.toContain("\n");
          expect(cellWidth(line)).toBeLessThanOrEqual(LINE_CELLS_MAX);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("numbers the choices in the order it draws them", () => {
    const several = reply({
      choices: [
        [choice("甲"), choice("丙", "tool")],
        [choice("乙", "main")],
        [choice("丁", "tool")],
      ],
    });
    const labels = numberedChoices(several).map(({ label: one }) => one);
    expect(labels).toEqual(["甲", "乙", "丙", "丁"]);
    for (const [index, one] of labels.entries())
      expect(drawReply(several).join("\n")).toContain(`${index + 1}. ${one}`);
  });
});
