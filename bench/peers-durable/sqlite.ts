/** node:sqlite with the strictest sync: a row read and written a turn, each its own transaction. */
import { randomFillSync } from "node:crypto";
import { join } from "node:path";
import type { Contestant } from "./contestant.ts";

/** The bytes of a case and nothing around them. Its calls block, so only one is ever in flight. */
export const sqlite: Contestant = {
  name: "node:sqlite, a row a turn",
  dialogueTurns: 1,
  async open(folder, { sizes }) {
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(join(folder, "cases.sqlite"));
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    database.exec("CREATE TABLE cases (id INTEGER PRIMARY KEY, state BLOB NOT NULL) STRICT");
    const read = database.prepare("SELECT state FROM cases WHERE id = ?");
    const write = database.prepare(
      "INSERT INTO cases VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state",
    );
    const contents = sizes.map((size) => randomFillSync(Buffer.alloc(size)));
    return {
      person(number) {
        let turn = number;
        return async () => {
          read.get(number);
          write.run(number, contents[turn % contents.length] ?? Buffer.alloc(0));
          turn += 1;
          // The others' turn: a loop of calls that never wait would let nobody else in.
          await nextLoop();
        };
      },
      close: async () => database.close(),
    };
  },
};

const nextLoop = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
