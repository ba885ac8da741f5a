import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Handled } from "../../src/ports.ts";
import type { Person } from "../support/bot-api.ts";
import { handled, reply, row, setScene } from "../support/bot-api-scene.ts";
import type { Scene } from "../support/bot-api-scene.ts";

let scene: Scene;
let person: Person;
beforeEach(async () => {
  scene = await setScene();
  await scene.channel.start(scene.conversations);
  person = scene.api.person();
});
afterEach(() => scene.end());

/** The person says something and the conversation answers with this; resolves when the turn is over. */
async function turn(answer: Handled): Promise<void> {
  scene.conversations.answer = () => answer;
  person.says("好");
  await scene.api.settled();
}
const question = (id: string, text: string, ...labels: string[]) =>
  reply(id, text, { kind: "question", choices: [row(...labels)] });
const heard = () => person.heard().map(({ text, buttons }) => [text].concat(buttons.flat()));
const delivered = () => scene.conversations.deliveries.flatMap(([, deliveries]) => deliveries);
const failures = () => scene.log.filter(({ level }) => level === "error");
const sent = () => scene.api.calls.filter(({ method }) => method === "sendMessage").length;
const lastId = () => String(person.heard().at(-1)?.id);

describe("the replies of a turn", () => {
  it("arrive in order, each taken out of the outbox with the id of its message", async () => {
    await turn(handled(reply("1.0", "一 & 二"), question("1.1", "上会了吗？", "是", "否")));
    expect(heard()).toEqual([["一 & 二"], ["上会了吗？", "是", "否"]]);
    const [first, second] = person.heard();
    expect(scene.conversations.deliveries).toEqual([
      [`telegram:${person.id}`, [{ reply: "1.0", handle: String(first?.id) }]],
      [`telegram:${person.id}`, [{ reply: "1.1", handle: String(second?.id) }]],
    ]);
  });

  it("of an event that came twice are offered again", async () => {
    await turn({ ...handled(reply("1.0", "还没送到的")), status: "duplicate" });
    expect(heard()).toEqual([["还没送到的"]]);
  });

  it("of more than one message carry their buttons on the last, whose id is the handle", async () => {
    const blocks = ["甲", "乙", "丙"].map(
      (letter) => ({ type: "text", text: letter.repeat(3_000) }) as const,
    );
    await turn(handled(reply("1.0", "", { kind: "verdict", blocks, choices: [row("导出")] })));
    expect(person.heard().map(({ buttons }) => buttons)).toEqual([[], [], [["导出"]]]);
    expect(delivered()).toEqual([{ reply: "1.0", handle: lastId() }]);
  });

  it("show no preview of a linked page", async () => {
    const items = [{ text: "条例", link: "https://x.cn/?a=1&b=2" }];
    await turn(handled(reply("1.0", "", { blocks: [{ type: "items", items }] })));
    expect(person.heard()[0]).toMatchObject({
      text: "· 条例",
      entities: [{ type: "text_link", offset: 2, length: 2, url: "https://x.cn/?a=1&b=2" }],
    });
    const call = scene.api.calls.find(({ method }) => method === "sendMessage");
    expect(call?.parameters["link_preview_options"]).toEqual({ is_disabled: true });
  });

  it("bring a file with its Chinese name and text", async () => {
    const file = {
      name: "三个区分 结果.csv",
      mediaType: "text/csv",
      text: "事实,回答\n上会,是\n",
    } as const;
    await turn(handled(reply("1.0", "这是导出的文件。", { kind: "file", file })));
    expect(person.heard()).toMatchObject([
      { text: "这是导出的文件。" },
      { file: { name: file.name, text: file.text } },
    ]);
    expect(delivered()).toEqual([{ reply: "1.0", handle: lastId() }]);
  });

  it("cannot break out of the header in which a file's name travels", async () => {
    const file = { name: 'a";\r\nx: y/z.txt', mediaType: "text/plain", text: "好" } as const;
    await turn(handled(reply("1.0", "", { kind: "file", file })));
    expect(person.heard()[0]?.file).toEqual({ name: "a___x: y_z.txt", text: "好" });
  });

  it("with a file and buttons keep the buttons below the words", async () => {
    const file = { name: "a.txt", mediaType: "text/plain", text: "好" } as const;
    await turn(handled(reply("1.0", "还要别的吗？", { file, choices: [row("不用")] })));
    expect(
      person.heard().map((message) => [message.file?.name, message.text, message.buttons]),
    ).toEqual([
      ["a.txt", "", []],
      [undefined, "还要别的吗？", [["不用"]]],
    ]);
  });

  it("without words, file or buttons are over at once", async () => {
    await turn(handled(reply("1.0", ""), reply("1.1", "好")));
    expect(heard()).toEqual([["好"]]);
    expect(delivered()).toEqual([{ reply: "1.0" }, { reply: "1.1", handle: lastId() }]);
  });
});

describe("a question that was answered", () => {
  const closing = (text: string) => reply("2.0", "下一问", { closes: { reply: "1.0", text } });

  it("is folded into one line without buttons, before the next reply is sent", async () => {
    await turn(handled(question("1.0", "上会了吗？", "是", "否")));
    await turn(handled([closing("是否上会：<是>"), lastId()]));
    expect(heard()).toEqual([["是否上会：<是>"], ["下一问"]]);
    await turn(handled([closing("是否上会：<是>"), String(person.heard()[0]?.id)]));
    expect(failures()).toEqual([]);
  });

  it("loses its buttons also when there is no line to leave", async () => {
    await turn(handled(question("1.0", "上会了吗？", "是")));
    await turn(handled([closing(" "), lastId()]));
    expect(heard()).toEqual([["上会了吗？"], ["下一问"]]);
  });

  it("loses its buttons also when it is a file", async () => {
    const file = { name: "a.txt", mediaType: "text/plain", text: "好" } as const;
    await turn(handled(reply("1.0", "", { file, choices: [row("再来")] })));
    await turn(handled([closing("已导出"), lastId()]));
    expect(person.heard().map(({ buttons }) => buttons)).toEqual([[], []]);
    expect(heard().at(-1)).toEqual(["下一问"]);
  });

  it.each([
    ["is gone", () => person.deletes(person.heard()[0]?.id ?? 0)],
    [
      "can no longer be edited",
      () =>
        scene.api.fail("editMessageText", {
          code: 400,
          description: "Bad Request: message can't be edited",
        }),
    ],
  ])("does not hold up the next when it %s", async (_, happen) => {
    await turn(handled(question("1.0", "上会了吗？", "是")));
    const handle = lastId();
    happen();
    await turn(handled([closing("是"), handle]));
    expect(heard().at(-1)).toEqual(["下一问"]);
    expect(failures()).toEqual([]);
  });

  it.each(["none", "-1", "1.5", ""])("is left alone when its handle is “%s”", async (handle) => {
    await turn(handled([closing("是"), handle]));
    expect(heard()).toEqual([["下一问"]]);
  });

  it("shows buttons that act no more when they are tapped on a phone that lags behind", async () => {
    await turn(handled(question("1.0", "上会了吗？", "是", "否")));
    const [yes, no] = [person.button("是"), person.button("否")];
    let next = 2;
    scene.conversations.answer = ({ input }) => {
      // As the dialogue does: a token of an earlier turn changes nothing.
      if (input.type !== "choice" || next > 2) return handled();
      next += 1;
      return handled([closing("是"), String(yes.message)]);
    };
    person.presses(yes);
    person.presses(yes);
    person.presses(no);
    await scene.api.settled();
    expect(heard()).toEqual([["是"], ["下一问"]]);
    expect(() => person.button("否")).toThrow("no button “否”");
    await scene.api.until("no tap waits", () => person.waiting() === 0);
  });
});

describe("a reply in place of an earlier one", () => {
  const list = (id: string, ticked: boolean, change = {}) =>
    reply(id, "有没有下面的情况？", {
      choices: [[{ label: "谋私", token: id, role: "answer", selected: ticked }]],
      ...change,
    });
  const instead = list("2.0", true, { replaces: "1.0" });

  it("is edited, words and buttons, and keeps the handle", async () => {
    await turn(handled(list("1.0", false)));
    const handle = lastId();
    await turn(handled([instead, handle]));
    expect(heard()).toEqual([["有没有下面的情况？", "☑ 谋私"]]);
    expect(delivered()).toEqual([
      { reply: "1.0", handle },
      { reply: "2.0", handle },
    ]);
  });

  it("is done when nothing would change", async () => {
    await turn(handled(list("1.0", false)));
    await turn(handled([list("1.0", false, { id: "2.0", replaces: "1.0" }), lastId()]));
    expect(sent()).toBe(1);
    expect(delivered().at(-1)).toEqual({ reply: "2.0", handle: lastId() });
    expect(failures()).toEqual([]);
  });

  it("is sent anew when the earlier one is gone", async () => {
    await turn(handled(list("1.0", false)));
    const handle = lastId();
    person.deletes(Number(handle));
    await turn(handled([instead, handle]));
    expect(heard()).toEqual([["有没有下面的情况？", "☑ 谋私"]]);
    expect(delivered().at(-1)).toEqual({ reply: "2.0", handle: lastId() });
    expect(lastId()).not.toBe(handle);
  });

  it("is sent anew when it was never delivered, and takes the buttons off what comes before it in the outbox", async () => {
    await turn(handled(list("1.0", false), instead));
    expect(heard()).toEqual([["有没有下面的情况？", "☑ 谋私"]]);
    expect(delivered().map(({ reply: id }) => id)).toEqual(["1.0", "2.0"]);
  });

  it("is sent anew when it takes several messages, and the old buttons go", async () => {
    await turn(handled(list("1.0", false)));
    const blocks = ["甲", "乙"].map(
      (letter) => ({ type: "text", text: letter.repeat(3_000) }) as const,
    );
    await turn(handled([list("2.0", true, { replaces: "1.0", blocks }), lastId()]));
    expect(person.heard().map(({ buttons }) => buttons)).toEqual([[], [], [["☑ 谋私"]]]);
  });
});
