import { describe, expect, it } from "vitest";
import { drawButtons, drawMessages } from "../../src/channels/telegram-text.ts";
import { Block, Reply } from "../../src/dialogue/reply.ts";
import { reply, row } from "../support/bot-api-scene.ts";

const draw = (...blocks: readonly Block[]) =>
  drawMessages(reply("1.0", "", { blocks: [...blocks] }));

describe("a reply drawn as Telegram HTML", () => {
  const drawn: readonly (readonly [string, readonly Block[], string])[] = [
    ["text as it is", [{ type: "text", text: "第一行\n第二行" }], "第一行\n第二行"],
    [
      "what HTML would take for markup",
      [{ type: "text", text: `a<b>&"c"</b>&amp;` }],
      "a&lt;b&gt;&amp;&quot;c&quot;&lt;/b&gt;&amp;amp;",
    ],
    ["a heading in bold", [{ type: "heading", text: "结果" }], "<b>结果</b>"],
    [
      "a heading of two lines as two bold lines",
      [{ type: "heading", text: "结果\n<初步>" }],
      "<b>结果</b>\n<b>&lt;初步&gt;</b>",
    ],
    [
      "a heading close to what it heads, other blocks apart",
      [
        { type: "text", text: "前" },
        { type: "heading", text: "还能做的" },
        { type: "items", items: [{ text: "补正程序" }] },
        { type: "text", text: "后" },
      ],
      "前\n\n<b>还能做的</b>\n· 补正程序\n\n后",
    ],
    [
      "items with a bullet, their details indented below",
      [{ type: "items", items: [{ text: "一", detail: "由本人\n10 日内" }, { text: "二" }] }],
      "· 一\n  由本人\n  10 日内\n· 二",
    ],
    [
      "a link with its address escaped",
      [{ type: "items", items: [{ text: "条例", link: 'https://x.cn/?a=1&b="' }] }],
      '· <a href="https://x.cn/?a=1&amp;b=&quot;">条例</a>',
    ],
    [
      "an address that is not of the web as plain text",
      [{ type: "items", items: [{ text: "条例", link: "javascript:alert(1)" }] }],
      "· 条例",
    ],
    [
      "an address too long to keep as plain text",
      [{ type: "items", items: [{ text: "条例", link: `https://x.cn/${"a".repeat(3_000)}` }] }],
      "· 条例",
    ],
    [
      "control characters not at all",
      [{ type: "text", text: "a\u0000\u0007b\r\nc\u202Ed" }],
      "ab\ncd",
    ],
    ["half a surrogate pair as a replacement", [{ type: "text", text: "a\ud83d" }], "a\ufffd"],
    [
      "no block in which nothing is seen",
      [
        { type: "text", text: "前" },
        { type: "text", text: " \n\u200b" },
        { type: "text", text: "后" },
      ],
      "前\n\n后",
    ],
  ];
  it.each(drawn)("shows %s", (_, blocks, html) => {
    expect(draw(...blocks)).toEqual([html]);
  });

  it("shows the distinctions one line each: mark, name, side, reason", () => {
    const some = { tolerable: [], culpable: [] };
    const rows = [
      {
        ...some,
        id: "one",
        name: "第一个区分",
        side: "tolerable",
        mark: "●",
        sideName: "可容",
        reason: "缺乏经验",
      },
      {
        ...some,
        id: "two",
        name: "第二个区分",
        side: "open",
        mark: "◐",
        sideName: "待查",
        reason: "",
      },
      {
        ...some,
        id: "three",
        name: "<三>",
        side: "culpable",
        mark: "○",
        sideName: "不可容",
        reason: "谋私\n两次",
      },
    ] as const;
    expect(draw(Block.parse({ type: "distinctions", rows }))).toEqual([
      [
        "● <b>第一个区分</b>：可容 · 缺乏经验",
        "◐ <b>第二个区分</b>：待查",
        "○ <b>&lt;三&gt;</b>：不可容 · 谋私",
        "  两次",
      ].join("\n"),
    ]);
  });

  it("shows nothing for a reply without words", () => {
    expect(draw()).toEqual([]);
    expect(draw({ type: "text", text: "\n \n" })).toEqual([]);
  });
});

describe("the buttons of a reply", () => {
  it("stand in the rows given, labels as they are, tokens as data", () => {
    expect(
      drawButtons(reply("1.0", "问", { choices: [row("是", "否"), [], row("为什么问")] })),
    ).toEqual({
      inline_keyboard: [
        [
          { text: "是", callback_data: "t:是" },
          { text: "否", callback_data: "t:否" },
        ],
        [{ text: "为什么问", callback_data: "t:为什么问" }],
      ],
    });
  });

  it("of a checklist show whether they are ticked", () => {
    const choices = [true, false].map((selected, index) => [
      { label: `项${index}`, token: `t${index}`, role: "answer" as const, selected },
    ]);
    const keyboard = drawButtons(reply("1.0", "问", { choices }))?.inline_keyboard;
    expect(keyboard?.flat().map(({ text }) => text)).toEqual(["☑ 项0", "☐ 项1"]);
  });

  it("are none when nothing is to be tapped", () => {
    expect(drawButtons(reply("1.0", "好"))).toBeUndefined();
  });

  it("break a promise when a token is longer than 64 bytes", () => {
    const choices = [[{ label: "是", token: "令".repeat(22), role: "answer" as const }]];
    expect(Reply.safeParse(reply("1.0", "问", { choices })).success).toBe(true);
    expect(() => drawButtons(reply("1.0", "问", { choices }))).toThrow("64 bytes");
  });
});
