/** Do the peers decide alike? A rate of decisions means nothing where they do not. */
import { loadClosures } from "./closure.ts";
import type { Peer } from "./peer.ts";
import type { Rulebook, Situation } from "./rulebook.ts";

export interface Agreement {
  readonly peer: string;
  /** Situations decided as the closures decide them. */
  readonly agrees: number;
  readonly of: number;
}

/** How many of the situations each installed peer decides as the reference does. */
export async function agreement(
  peers: readonly Peer[],
  rulebook: Rulebook,
  situations: readonly Situation[],
): Promise<readonly Agreement[]> {
  const reference = loadClosures(rulebook);
  const expected = situations.map((situation) => reference.decide(reference.prepare(situation)));
  const found: Agreement[] = [];
  for (const peer of peers) {
    const loaded = await peer.load(rulebook);
    if (loaded === undefined) continue;
    let agrees = 0;
    for (const [index, situation] of situations.entries()) {
      const decided = await loaded.decide(loaded.prepare(situation));
      if (decided === expected[index]) agrees += 1;
    }
    found.push({ peer: peer.name, agrees, of: situations.length });
  }
  return found;
}
