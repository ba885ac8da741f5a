import { describe, expect, it } from "vitest";
import { memoryArchive } from "../../src/app/archive.ts";
import { conversations } from "../../src/app/conversations.ts";
import { openShelf } from "../../src/app/shelf.ts";
import { Case } from "../../src/dialogue/case.ts";
import { SEEN_UNITS } from "../../src/dialogue/seen-events.ts";
import { OFFERED_COMMANDS } from "../../src/dialogue/words-schema.ts";
import type { CaseStore, Incoming, Log } from "../../src/ports.ts";
import { memoryStore } from "../../src/stores/memory-store.ts";
import { LANGUAGES, NOW_MS, bundle, choicesOf, shell, silent } from "../support/dialogue-scene.ts";
import { allKnown, answer, asking } from "../support/dialogue-ways.ts";

const ID = "test:1";

const event = (eventId: string, input: Incoming["input"], more: Partial<Incoming> = {}) => ({
  conversation: ID,
  eventId,
  input,
  atMs: NOW_MS,
  ...more,
});
const opening = (eventId: string) => event(eventId, { type: "open" });

async function caseIn(store: CaseStore): Promise<Case> {
  const found = await store.load(ID);
  if (found === undefined) throw new Error("nothing is stored");
  return found.case;
}

/** A store in which a talk of some answers stands. */
async function begun(): Promise<CaseStore> {
  const store = memoryStore();
  const scene = await asking("mistake", { store });
  for (let answers = 0; answers < 4; answers += 1) await answer(scene, allKnown());
  return store;
}

describe("an event that comes again", () => {
  it("changes nothing twice, and its replies are offered until they are delivered", async () => {
    const store = await begun();
    const talks = await shell(store);
    const [action] = (await caseIn(store)).offered?.actions ?? [];
    expect(action?.do).toMatch(/answer|tick/);
    const tap = event("again", { type: "text", text: "1" });
    const first = await talks.handle(tap);
    const after = await caseIn(store);
    const second = await talks.handle(tap);
    expect(second).toEqual({ status: "duplicate", replies: first.replies });
    expect(await caseIn(store)).toEqual(after);
    await talks.delivered(
      ID,
      first.replies.map(({ reply }) => ({ reply: reply.id, handle: "7" })),
    );
    expect(await talks.handle(tap)).toEqual({ status: "duplicate", replies: [] });
    expect((await caseIn(store)).answers).toEqual(after.answers);
  });

  it("is known among the last events, of which no more are kept", async () => {
    const store = memoryStore();
    const talks = await shell(store);
    const many = SEEN_UNITS / 4;
    for (let at = 0; at < many; at += 1) await talks.handle(opening(`e${at}`));
    const { seen } = await caseIn(store);
    expect(seen.length).toBeLessThanOrEqual(SEEN_UNITS);
    expect(seen.split(" ").at(-1)).toBe(`e${many - 1}`);
    expect((await talks.handle(opening(`e${many - 1}`))).status).toBe("duplicate");
  });

  it("is no answer either when everything was deleted meanwhile", async () => {
    const store = memoryStore();
    const scene = await asking("mistake", { store });
    await scene.says("/forget");
    await scene.does("erased");
    const talks = await shell(store);
    const again = await talks.handle(event("e9", { type: "text", text: "是" }));
    expect(again.status).toBe("handled");
    expect(await caseIn(store)).toMatchObject({ state: "notice", answers: [] });
  });
});

describe("the outbox", () => {
  it("keeps replies until a pushing channel delivered them or a pulling one drew them", async () => {
    const store = memoryStore();
    const talks = await shell(store);
    await talks.handle(opening("e1"));
    const second = await talks.handle(event("e2", { type: "text", text: "/help" }));
    expect(second.replies.length).toBeGreaterThan(2);
    const ids = second.replies.map(({ reply }) => reply.id);
    await talks.delivered(ID, [{ reply: ids[0] ?? "" }]);
    expect((await caseIn(store)).outbox.map(({ id }) => id)).toEqual(ids.slice(1));
    const third = await talks.handle(event("e3", { type: "open" }, { acknowledged: ids.slice(1) }));
    expect(third.replies.map(({ reply }) => reply.id)).toEqual(["3.0"]);
    const again = await talks.handle(event("e3", { type: "open" }, { acknowledged: ["3.0"] }));
    expect(again).toEqual({ status: "duplicate", replies: [] });
    expect((await caseIn(store)).outbox).toEqual([]);
  });

  it("of a person who deleted everything is given once and kept nowhere", async () => {
    const store = memoryStore();
    const scene = await asking("mistake", { store });
    await scene.says("/forget");
    await scene.does("erased");
    expect(scene.last).toHaveLength(1);
    expect(await store.load(ID)).toBeUndefined();
  });
});

describe("handles of messages", () => {
  it("come back with the reply that replaces or closes them", async () => {
    const store = await begun();
    const talks = await shell(store);
    const table = (await caseIn(store)).offered?.reply ?? "";
    const next = await talks.handle(event("n1", { type: "text", text: "/why" }));
    expect(next.replies).toMatchObject([{ earlier: `h${table}`, reply: { replaces: table } }]);
  });

  it("are kept for the last few messages only", async () => {
    const store = memoryStore();
    const talks = await shell(store);
    for (let at = 1; at <= 12; at += 1) {
      const { replies } = await talks.handle(opening(`e${at}`));
      await talks.delivered(
        ID,
        replies.map(({ reply }) => ({ reply: reply.id, handle: `m${at}` })),
      );
    }
    const { handles } = await caseIn(store);
    expect(Object.values(handles)).toEqual(["m9", "m10", "m11", "m12"]);
  });

  it("of what is delivered after the case was deleted are nowhere to put, and that is all", async () => {
    const talks = await shell();
    await talks.delivered(ID, [{ reply: "1.0", handle: "5" }]);
    await talks.delivered(ID, []);
  });
});

describe("writers that race", () => {
  it("both end well, in one program and in two over one store", async () => {
    for (const programs of [1, 2]) {
      const store = await begun();
      const one = await shell(store);
      const other = programs === 1 ? one : await shell(store);
      const { turn, answers } = await caseIn(store);
      const both = await Promise.all([
        one.handle(event("a", { type: "text", text: "/help" })),
        other.handle(event("b", { type: "text", text: "/help" })),
      ]);
      expect(both.map(({ status }) => status)).toEqual(["handled", "handled"]);
      expect(await caseIn(store)).toMatchObject({ turn: turn + 2, answers });
    }
  });

  it("of the same event let it count once", async () => {
    const store = await begun();
    const before = (await caseIn(store)).turn;
    const programs = await Promise.all([shell(store), shell(store), shell(store)]);
    const same = event("same", { type: "text", text: "1" });
    const all = await Promise.all(programs.map((talks) => talks.handle(same)));
    expect(all.map(({ status }) => status).sort()).toEqual(["duplicate", "duplicate", "handled"]);
    expect((await caseIn(store)).turn).toBe(before + 1);
  });

  it("that always win leave this one busy, with nothing said", async () => {
    const lines: string[] = [];
    const log: Log = { info() {}, error: (line) => void lines.push(line) };
    const store: CaseStore = { ...memoryStore(), save: async () => "conflict" };
    const talks = await shell(store, bundle, log);
    expect(await talks.handle(opening("e1"))).toEqual({ status: "busy", replies: [] });
    expect(lines).toEqual(["turn/busy"]);
  });
});

describe("a store that fails", () => {
  it.each(["load", "save"] as const)(
    "on %s rejects the turn; nothing was acknowledged, and offered again it counts",
    async (method) => {
      const good = await begun();
      const before = await good.load(ID);
      let broken = true;
      const store: CaseStore = {
        ...good,
        [method]: async (...given: never[]) => {
          if (broken) throw new Error("the disk is full");
          return (good[method] as (...given: never[]) => unknown)(...given);
        },
      };
      const talks = await shell(store);
      const tap = event("t", { type: "text", text: "1" }, { acknowledged: ["1.0"] });
      await expect(talks.handle(tap)).rejects.toThrow("the disk is full");
      expect(await good.load(ID)).toEqual(before);
      broken = false;
      expect((await talks.handle(tap)).status).toBe("handled");
      expect((await caseIn(good)).turn).toBe((before?.case.turn ?? 0) + 1);
    },
  );

  it("on deleting rejects too, and nothing is said to be deleted", async () => {
    const good = memoryStore();
    const scene = await asking("mistake", { store: good });
    await scene.says("/forget");
    const store: CaseStore = {
      ...good,
      erase: async () => {
        throw new Error("the disk is gone");
      },
    };
    const talks = await shell(store);
    const yes = event("y", { type: "text", text: scene.words.buttons.erase_yes });
    await expect(talks.handle(yes)).rejects.toThrow("the disk is gone");
    expect((await caseIn(good)).overlay).toBe("erasing");
  });
});

describe("the bundle of a case", () => {
  const lost = "f".repeat(64);
  const changed = { ...bundle, bundle: "e".repeat(64) };

  it("is the one it began with, whatever is current", async () => {
    const store = await begun();
    const archive = memoryArchive();
    await archive.put(bundle);
    const shelf = await openShelf(changed, archive, silent);
    const talks = conversations({ store, shelf, log: silent });
    await talks.handle(opening("o"));
    expect((await caseIn(store)).bundle).toBe(bundle.bundle);
    await talks.handle(event("r", { type: "text", text: "/restart" }));
    await talks.handle(opening("s"));
    expect((await caseIn(store)).bundle).toBe(changed.bundle);
  });

  it("when it is lost gives way to today's: known answers stay, others go, and the talk goes on", async () => {
    const store = await begun();
    const found = await store.load(ID);
    const known = found?.case.answers ?? [];
    const odd = [
      { question: "gone", facts: { gone: "yes" }, unsure: [] },
      { question: "loss", facts: { loss: "astronomic" }, unsure: [] },
      { question: "fault", facts: {}, unsure: ["gone"] },
    ];
    const old = {
      ...Case.parse(found?.case),
      bundle: lost,
      pack: "L-GONE",
      answers: [...known, ...odd],
      asking: { question: "gone", ticked: [], why: false },
      review: {
        at: "fact:gone",
        done: false,
        findings: [
          { entry: "fact:gone", finding: "yes" },
          { entry: "fact:loss", finding: "astronomic" },
          { entry: "fact:diligent", finding: "yes", evidence: "documented" as const },
        ],
      },
    };
    await store.save(old, found?.revision ?? 0);
    const lines: string[] = [];
    const log: Log = { info() {}, error: (line) => void lines.push(line) };
    const talks = await shell(store, bundle, log);
    const handled = await talks.handle(event("l", { type: "text", text: "/start" }));
    expect(lines).toEqual(["bundle/lost"]);
    expect(choicesOf(handled.replies.map(({ reply }) => reply))).not.toEqual([]);
    const carried = await caseIn(store);
    expect(carried).toMatchObject({ bundle: bundle.bundle, pack: null, answers: known });
    // What was dropped and still matters is asked again.
    expect(carried.state).toBe("asking");
    expect(carried.review?.findings.map(({ entry }) => entry)).toEqual(["fact:diligent"]);
    for (const text of ["/checklist", "/back", "/result", "/edit"])
      expect((await talks.handle(event(text, { type: "text", text }))).status).toBe("handled");
  });
});

describe("words for a channel", () => {
  it("are there in both languages", async () => {
    const talks = await shell();
    for (const language of LANGUAGES) {
      expect(talks.apology(language)).toBe(bundle.words[language].said.apology);
      const menu = talks.commands(language);
      expect(menu.map(({ name }) => name)).toEqual(OFFERED_COMMANDS);
      for (const { line } of menu) expect(line).not.toBe("");
    }
  });
});
