/** What is counted for operators, in Prometheus' text format: numbers only, never who wrote or what. */
import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";
import type { Clock, Conversations, Incoming, Log } from "../ports.ts";

/** Longest turn told apart from longer ones, and the steps below it. */
const TURN_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Whatever else stands before the colon is counted as `other`, so that labels stay few. */
const CHANNELS = new Set(["web", "telegram", "terminal"]);

/** Kinds of faults told apart; an event beyond them is counted as `other`. */
const FAULT_KINDS_MAX = 100;

export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  /** The same conversations, counted and timed. */
  counted(conversations: Conversations, clock: Clock): Conversations;
  /** The same log, with errors counted by event. */
  heard(log: Log): Log;
}

/** Counters of one process; `collectDefaults` adds memory, processor and event loop. */
export function openMetrics({ collectDefaults = true } = {}): Metrics {
  const registry = new Registry();
  if (collectDefaults) collectDefaultMetrics({ register: registry });
  const turns = new Counter({
    name: "distinguo_turns_total",
    help: "Turns by how they ended; failed: nothing was stored.",
    labelNames: ["channel", "status"],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: "distinguo_turn_seconds",
    help: "From a turn's arrival to its being stored.",
    labelNames: ["channel"],
    buckets: TURN_SECONDS,
    registers: [registry],
  });
  const delivered = new Counter({
    name: "distinguo_replies_delivered_total",
    help: "Replies that reached people, as far as a channel can tell.",
    labelNames: ["channel"],
    registers: [registry],
  });
  const faults = new Counter({
    name: "distinguo_faults_total",
    help: "Errors logged, by event.",
    labelNames: ["event"],
    registers: [registry],
  });
  const known = new Set<string>();
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    counted: (conversations, clock) => ({
      ...conversations,
      async handle(incoming: Incoming) {
        const channel = channelOf(incoming.conversation);
        const startedMs = clock.nowMs();
        try {
          const handled = await conversations.handle(incoming);
          turns.inc({
            channel,
            status: handled.limited === undefined ? handled.status : "limited",
          });
          return handled;
        } catch (error) {
          turns.inc({ channel, status: "failed" });
          throw error;
        } finally {
          seconds.observe({ channel }, Math.max(0, clock.nowMs() - startedMs) / 1000);
        }
      },
      async delivered(conversation, deliveries) {
        await conversations.delivered(conversation, deliveries);
        delivered.inc({ channel: channelOf(conversation) }, deliveries.length);
      },
    }),
    heard: (log) => ({
      ...log,
      error(event, fields) {
        if (known.size < FAULT_KINDS_MAX) known.add(event);
        faults.inc({ event: known.has(event) ? event : "other" });
        log.error(event, fields);
      },
    }),
  };
}

function channelOf(conversation: string): string {
  const channel = conversation.slice(0, Math.max(0, conversation.indexOf(":")));
  return CHANNELS.has(channel) ? channel : "other";
}
