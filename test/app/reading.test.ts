import { afterEach, describe, expect, it, vi } from "vitest";
import { READ_MS_MAX } from "../../src/app/reading.ts";
import type { CaseStore, Log, NarrativeReader } from "../../src/ports.ts";
import { memoryStore } from "../../src/stores/memory-store.ts";
import { NOW_MS, bundle, shell, textsOf } from "../support/dialogue-scene.ts";
import { markReader, telling, told } from "../support/dialogue-hearing.ts";

const SECRET = "当时 [loss=minor] 有一件不能外传的事";
const ID = "test:1";
const event = {
  conversation: ID,
  eventId: "told",
  input: { type: "text", text: SECRET },
  atMs: NOW_MS,
} as const;

afterEach(() => {
  vi.useRealTimers();
});

function noted(): { readonly log: Log; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const note = (...line: readonly unknown[]) => void lines.push(JSON.stringify(line));
  return { log: { info: note, error: note }, lines };
}

/** A talk that stands where the person tells what happened. */
async function atTelling(store: CaseStore = memoryStore()): Promise<CaseStore> {
  await telling("mistake", { store });
  return store;
}

const refuses: Readonly<Record<string, NarrativeReader["read"]>> = {
  rejects: (text) => Promise.reject(new Error(`cannot read ${text}`)),
  throws: (text) => {
    throw new Error(`cannot read ${text}`);
  },
};

describe("a reader that cannot read", () => {
  it.each(Object.entries(refuses))(
    "and %s loses no turn, and tells nobody the text",
    async (_, read) => {
      const store = await atTelling();
      const { log, lines } = noted();
      const talks = await shell(store, bundle, log, { elsewhere: false, read });
      const handled = await talks.handle(event);
      expect(handled.status).toBe("handled");
      const { case: known } = (await store.load(ID)) ?? {};
      expect(known).toMatchObject({ state: "asking", narrative: SECRET, answers: [] });
      expect(lines).toEqual([JSON.stringify(["reading/failed", { late: false }])]);
    },
  );

  it("and is slow is waited for so long and no longer, and is told to stop", async () => {
    const store = await atTelling();
    vi.useFakeTimers();
    const { log, lines } = noted();
    let stopped = false;
    const read: NarrativeReader["read"] = (_, __, ___, signal) =>
      new Promise(() => {
        signal.addEventListener("abort", () => (stopped = true));
      });
    const talks = await shell(store, bundle, log, { elsewhere: true, read });
    const handling = talks.handle(event);
    await vi.advanceTimersByTimeAsync(READ_MS_MAX - 1);
    expect(stopped).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await handling).status).toBe("handled");
    expect(stopped).toBe(true);
    expect((await store.load(ID))?.case.state).toBe("asking");
    expect(lines).toEqual([JSON.stringify(["reading/failed", { late: true }])]);
  });
});

describe("a text", () => {
  it("is read once, though the turn is tried again", async () => {
    const store = await atTelling();
    let refused = 0;
    const contested: CaseStore = {
      ...store,
      save: (next, revision) =>
        (refused += 1) < 4 ? Promise.resolve("conflict") : store.save(next, revision),
    };
    const reader = markReader();
    const talks = await shell(contested, bundle, noted().log, reader);
    await talks.handle(event);
    expect(reader.heard).toEqual([SECRET]);
    expect((await store.load(ID))?.case.state).toBe("proposing");
  });

  it("that comes again is not read again", async () => {
    const store = await atTelling();
    const reader = markReader();
    const talks = await shell(store, bundle, noted().log, reader);
    const first = await talks.handle(event);
    expect(await talks.handle(event)).toEqual({ ...first, status: "duplicate" });
    expect(reader.heard).toHaveLength(1);
  });

  it("longer than is kept is not read", async () => {
    const reader = markReader();
    const scene = await telling("mistake", { reader });
    await scene.says(`${"经过".repeat(2_100)}${told({ loss: "minor" })}`);
    expect(reader.heard).toEqual([]);
    expect(scene.state).toBe("telling");
  });
});

describe("the notice", () => {
  it.each([true, false])(
    "says whether what is typed leaves this process: %s",
    async (elsewhere) => {
      const talks = await shell(memoryStore(), bundle, noted().log, markReader({ elsewhere }));
      for (const languageHint of ["zh-CN", "en"] as const) {
        const handled = await talks.handle({
          conversation: `test:${languageHint}`,
          eventId: "1",
          input: { type: "open" },
          atMs: NOW_MS,
          languageHint,
        });
        const said = textsOf(handled.replies.map(({ reply }) => reply));
        expect(said.includes(bundle.words[languageHint].proposals.elsewhere)).toBe(elsewhere);
      }
    },
  );
});
