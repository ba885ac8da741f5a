/** Throws inputs at the borders and keeps the figures. */
import { diceOf } from "../proof/dice.ts";
import type { Border } from "./border.ts";

/** An answer that takes longer than this, and every time when tried anew, counts as slow. */
export const ANSWER_MS_MAX = 100;
const FAULTS_KEPT_MAX = 10;
const TRIES_MAX = 4;

export interface Figures {
  /** Those done: it ends early after too many faults. */
  readonly runs: number;
  readonly perBorder: Readonly<
    Record<string, { readonly runs: number; readonly slowestMs: number }>
  >;
  /** Took too long every time. */
  readonly slow: readonly string[];
  /** Took too long once: the machine was busy. */
  readonly noise: number;
  /** The first few broken promises, each with the seed that shows it. */
  readonly faults: readonly string[];
}

/** Time of this thread on the processor: what others do on the machine meanwhile does not count. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Inputs number `from` and those after it; `sample` is called after each, for a look at the heap. */
export async function fuzz(
  borders: readonly Border[],
  {
    runs,
    seed,
    from = 0,
    sample = () => {},
  }: {
    readonly runs: number;
    readonly seed: number;
    readonly from?: number;
    readonly sample?: (run: number) => void;
  },
): Promise<Figures> {
  const perBorder = new Map(borders.map(({ name }) => [name, { runs: 0, slowestMs: 0 }]));
  const [slow, faults]: [string[], string[]] = [[], []];
  let noise = 0;
  const before = prototypes();
  const timed = async (border: Border, of: number) => {
    const beganMs = threadMs();
    await border.try(diceOf(of));
    return threadMs() - beganMs;
  };
  let done = 0;
  for (; done < runs && faults.length < FAULTS_KEPT_MAX; done += 1) {
    const of = (Math.imul(from + done + 1, 0x9e37_79b1) ^ seed) >>> 0;
    const border = borderFor(borders, of);
    try {
      const tookMs = await timed(border, of);
      const figures = perBorder.get(border.name) ?? { runs: 0, slowestMs: 0 };
      perBorder.set(border.name, {
        runs: figures.runs + 1,
        slowestMs: Math.max(figures.slowestMs, tookMs),
      });
      if (tookMs > ANSWER_MS_MAX && border.untimed === undefined) {
        // What is slow stays slow; a machine that is busy lets one of a few tries through.
        let best = tookMs;
        for (let tries = 0; tries < TRIES_MAX && best > ANSWER_MS_MAX; tries += 1)
          best = Math.min(best, await timed(border, of));
        if (best > ANSWER_MS_MAX) slow.push(`${border.name} (${of})`);
        else noise += 1;
      }
      if (prototypes() !== before) throw new Error("a prototype was changed");
    } catch (error) {
      faults.push(`${border.name} (${of}): ${String(error)}`);
    }
    sample(done);
  }
  return { runs: done, perBorder: Object.fromEntries(perBorder), slow, noise, faults };
}

function borderFor(borders: readonly Border[], of: number): Border {
  const all = borders.reduce((sum, { weight }) => sum + weight, 0);
  let place = ((of >>> 7) / 2 ** 25) * all;
  const found = borders.find(({ weight }) => (place -= weight) < 0) ?? borders[0];
  if (found === undefined) throw new Error("no borders");
  return found;
}

/** What every object inherits. */
function prototypes(): string {
  return [Object.prototype, Array.prototype, Function.prototype]
    .flatMap((prototype) => Reflect.ownKeys(prototype).map(String))
    .join();
}
