/** What no bot on files can go below: the bare crash-safe write of the bytes of a case. */
import { randomFillSync } from "node:crypto";
import { spreadPlaces, writeDurably } from "../durable-files.ts";
import type { Contestant } from "./contestant.ts";

/** Nothing is read, decided or said. */
export const floor: Contestant = {
  name: "floor: the bare write",
  dialogueTurns: 1,
  async open(folder, { sizes }) {
    const placeOf = await spreadPlaces(folder);
    const contents = sizes.map((size) => randomFillSync(Buffer.alloc(size)));
    return {
      person(number) {
        let turn = number;
        const file = placeOf(number);
        return async () => {
          await writeDurably(file, contents[turn % contents.length] ?? Buffer.alloc(0));
          turn += 1;
        };
      },
      close: async () => undefined,
    };
  },
};
