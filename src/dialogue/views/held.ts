/** Everything that is kept of a person, as a file of their own. */
import type { Case } from "../case.ts";
import type { Draft } from "../draft.ts";
import type { Talk } from "../world.ts";

/** The whole case as it is stored. Of replies still on their way the number is told: they are copies of what it holds. */
export function heldFile({ case: current }: Talk): Draft {
  return {
    kind: "file",
    blocks: [],
    rows: [],
    file: {
      name: "distinguo-mydata.json",
      mediaType: "application/json",
      text: `${JSON.stringify(heldOf(current), null, 2)}\n`,
    },
  };
}

function heldOf({ outbox, ...kept }: Case): object {
  return { case: kept, replies_on_their_way: outbox.length };
}
