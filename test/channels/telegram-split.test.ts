import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  oneof,
  property,
  record,
  string,
} from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MESSAGE_UNITS_MAX } from "../../src/channels/telegram-split.ts";
import { drawMessages } from "../../src/channels/telegram-text.ts";
import type { Block } from "../../src/dialogue/reply.ts";
import { startBotApi } from "../support/bot-api.ts";
import type { BotApi } from "../support/bot-api.ts";
import { parseHtml } from "../support/bot-api-html.ts";
import { reply } from "../support/bot-api-scene.ts";

const draw = (...blocks: readonly Block[]) =>
  drawMessages(reply("1.0", "", { blocks: [...blocks] }));

describe("a long reply", () => {
  const paragraph = (character: string, units: number): Block => ({
    type: "text",
    text: character.repeat(units),
  });

  it("is cut between blocks where they fit", () => {
    const parts = draw(paragraph("甲", 3_000), paragraph("乙", 1_500), paragraph("丙", 1_500));
    expect(parts).toEqual(["甲".repeat(3_000), `${"乙".repeat(1_500)}\n\n${"丙".repeat(1_500)}`]);
  });

  it("that is larger than any message fills up the one begun, as far from what is before it as ever", () => {
    const lines = Array.from({ length: 60 }, () => "行".repeat(99)).join("\n");
    const [first, second] = draw({ type: "text", text: "前" }, { type: "text", text: lines });
    expect(first).toBe(`前\n\n${lines.slice(0, 4_093 - (4_093 % 100) - 1)}`);
    expect(second).toBe(lines.slice(4_093 - (4_093 % 100)));
  });

  it("takes a heading along with what it heads", () => {
    const parts = draw(
      paragraph("甲", 3_000),
      { type: "heading", text: "题" },
      paragraph("乙", 2_000),
    );
    expect(parts).toEqual(["甲".repeat(3_000), `<b>题</b>\n${"乙".repeat(2_000)}`]);
  });

  it("is cut between items, never inside one that fits", () => {
    const items = Array.from({ length: 10 }, (_, index) => ({
      text: `${index}${"项".repeat(500)}`,
      detail: "细".repeat(400),
    }));
    const parts = draw({ type: "items", items });
    expect(parts.map((part) => part.match(/· \d/g)?.length)).toEqual([4, 4, 2]);
    for (const part of parts) expect(part).toMatch(/^· \d[^]*细$/);
  });

  it("is cut between lines of one text", () => {
    const text = Array.from({ length: 30 }, () => "&".repeat(99)).join("\n");
    const parts = draw({ type: "text", text });
    expect(parts.join("\n")).toBe(text.replaceAll("&", "&amp;"));
    expect(parts.length).toBeGreaterThan(1);
  });

  it("is cut between whole characters inside one line, each piece with its own tags", () => {
    const parts = draw({ type: "heading", text: "👩‍👩‍👧‍👦".repeat(500) }, paragraph('"', 3_000));
    const text = parts.map((part) => parseHtml(part).text).join("");
    expect(text.replaceAll("\n", "")).toBe(`${"👩‍👩‍👧‍👦".repeat(500)}${'"'.repeat(3_000)}`);
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(MESSAGE_UNITS_MAX);
    for (const [, bold = ""] of parts.join("").matchAll(/<b>(.*?)<\/b>/g))
      expect(bold.replaceAll("👩‍👩‍👧‍👦", "")).toBe("");
  });
});

const words = oneof(
  string({ unit: "binary", maxLength: 80 }),
  string({
    unit: constantFrom("&", "<", ">", '"', "&amp;", "</b>", "字", "\n", " ", "😀", "\ud83d"),
    maxLength: 900,
  }),
  string({ unit: constantFrom("字", '"', "👩‍👩‍👧‍👦"), minLength: 1_000, maxLength: 2_900 }),
).map((text) => text.slice(0, 3_000));
const item = record(
  {
    text: words,
    detail: words,
    link: constantFrom("https://x.cn/?a&b", `https://x.cn/${"&".repeat(400)}`),
  },
  { requiredKeys: ["text"] },
);
const distinction = record({
  id: constantFrom("one" as const, "two" as const, "three" as const),
  name: words,
  side: constantFrom("tolerable" as const, "open" as const),
  mark: constantFrom("●", "◐"),
  sideName: words,
  reason: words,
  tolerable: constantFrom<string[]>([]),
  culpable: constantFrom<string[]>([]),
});
const block = oneof(
  record({ type: constantFrom("text" as const), text: words }),
  record({ type: constantFrom("heading" as const), text: words }),
  record({ type: constantFrom("items" as const), items: array(item, { maxLength: 8 }) }),
  record({
    type: constantFrom("distinctions" as const),
    rows: array(distinction, { maxLength: 3 }),
  }),
);

/** Every character that can be seen, in order. The bullets, colons and dots of the drawing are left out on both sides. */
function seen(text: string): string {
  return text.toWellFormed().replaceAll(/[\s\p{Cc}\p{Cf}·：]/gu, "");
}

function wordsOf(given: Block): readonly string[] {
  if (given.type === "items") return given.items.flatMap(({ text, detail = "" }) => [text, detail]);
  if (given.type === "distinctions")
    return given.rows.flatMap(({ mark, name, sideName, reason }) => [mark, name, sideName, reason]);
  return [given.text];
}

describe("any blocks at all", () => {
  let api: BotApi;
  beforeAll(async () => {
    api = await startBotApi();
  });
  afterAll(() => api.stop());

  it("fit into messages, lose no word, and are well-formed", () => {
    assert(
      property(array(block, { maxLength: 6 }), (blocks) => {
        const parts = draw(...blocks);
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(MESSAGE_UNITS_MAX);
        const shown = parts.map((part) => parseHtml(part).text).join("");
        expect(seen(shown)).toBe(seen(blocks.flatMap(wordsOf).join("")));
      }),
      { numRuns: 200 },
    );
  });

  it("are taken by the Bot API", async () => {
    const person = api.person();
    const call = `${api.root}/bot${api.token}/sendMessage`;
    await assert(
      asyncProperty(array(block, { maxLength: 4 }), async (blocks) => {
        for (const text of draw(...blocks)) {
          const body = JSON.stringify({ chat_id: person.id, text, parse_mode: "HTML" });
          const headers = { "content-type": "application/json" };
          const answer = await fetch(call, { method: "POST", headers, body });
          expect(await answer.json()).toMatchObject({ ok: true });
        }
      }),
      { numRuns: 60 },
    );
  });
});
