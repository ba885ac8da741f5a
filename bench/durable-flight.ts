/** Many people talking at once: every one of them sends the next answer as soon as the last one was replied to. */
import { medianOf, percentileOf } from "./measure.ts";

/** One turn of one person: resolves once the reply is out. */
export type NextTurn = () => Promise<void>;

/** How long to talk before counting, and while counting. */
export interface Span {
  readonly warmMs: number;
  readonly countMs: number;
}

export interface Flight {
  readonly perSecond: number;
  readonly tookMs: readonly number[];
  /** Processor time of the whole process, threads that wait for the disk included. */
  readonly cpuUs: number;
}

/**
 * Lets everybody talk for a while; turns that end while counting count. Counting goes on until there are as many turns as
 * people, however slow they are. `nowMs` is given by tests.
 */
export async function flown(
  people: readonly NextTurn[],
  { warmMs, countMs }: Span,
  nowMs: () => number = () => performance.now(),
): Promise<Flight> {
  const countFromMs = nowMs() + warmMs;
  const tookMs: number[] = [];
  let cpu: NodeJS.CpuUsage | undefined;
  let untilMs: number | undefined;
  let ended = 0;
  let turns = 0;
  const count = (startedMs: number, endedMs: number): void => {
    turns += 1;
    if (endedMs <= countFromMs) return;
    if (cpu === undefined) cpu = process.cpuUsage();
    else ended += 1;
    if (untilMs !== undefined) return;
    tookMs.push(endedMs - startedMs);
    if (endedMs >= countFromMs + countMs && tookMs.length >= people.length) untilMs = endedMs;
  };
  const talks = async (turn: NextTurn): Promise<void> => {
    let startedMs = nowMs();
    for (let on = true; on; on = untilMs === undefined) {
      await turn();
      const endedMs = nowMs();
      count(startedMs, endedMs);
      startedMs = endedMs;
    }
  };
  await unlessStalled(Promise.all(people.map(talks)), () => turns);
  const { user, system } = process.cpuUsage(cpu);
  // Processor time runs until the last one is through, so all that ended until then share it.
  const cpuUs = (user + system) / Math.max(1, ended);
  return { perSecond: (tookMs.length * 1000) / ((untilMs ?? 0) - countFromMs), tookMs, cpuUs };
}

/** Without a turn that ends for so long, something waits for ever. */
const STALL_MS = 60_000;

/** The work's end, or an error when `progress` stands still: a benchmark that hangs tells nothing. */
async function unlessStalled(work: Promise<unknown>, progress: () => number): Promise<void> {
  const stalled = Promise.withResolvers<never>();
  let seen = -1;
  const watch = setInterval(() => {
    if (progress() === seen) stalled.reject(new Error(`no turn has ended for ${STALL_MS} ms`));
    seen = progress();
  }, STALL_MS);
  try {
    await Promise.race([work, stalled.promise]);
  } finally {
    clearInterval(watch);
  }
}

export interface Flights {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuUs: number;
}

/** Rounds taken together: medians of rates and of processor time, percentiles of all turns. */
export function flightsOf(rounds: readonly Flight[]): Flights {
  const all = rounds.flatMap(({ tookMs }) => tookMs);
  return {
    perSecond: medianOf(rounds.map(({ perSecond }) => perSecond)),
    p50Ms: percentileOf(all, 0.5),
    p99Ms: percentileOf(all, 0.99),
    cpuUs: medianOf(rounds.map(({ cpuUs }) => cpuUs)),
  };
}
