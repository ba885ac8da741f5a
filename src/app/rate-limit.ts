/** Conversations that take no more turns than they can serve: from one person, from one address, and in all. */
import type { Language } from "../dialogue/reply.ts";
import type { WordsOf } from "../dialogue/words-schema.ts";
import { fill } from "../dialogue/world.ts";
import type { Clock, Conversations, Handled, Incoming } from "../ports.ts";
import { openBuckets, type Rate } from "./token-buckets.ts";

export interface Limits {
  /** Turns of one conversation. */
  readonly person: Rate;
  /** Turns of everybody together. */
  readonly everyone: Rate;
  /** Conversations begun from one network address. */
  readonly source: Rate;
}

/**
 * Nobody who reads what is said comes near these, nor a reviewer who knows the checklist and taps it through, 120 taps at
 * two a second; a whole office behind one address may begin within a minute.
 */
export const LIMITS: Limits = {
  person: { burst: 60, everyMs: 500 },
  everyone: { burst: 500, everyMs: 2 },
  source: { burst: 60, everyMs: 5_000 },
};

export interface LimitedSettings {
  readonly clock: Clock;
  readonly limits?: Limits;
  /** Whether a conversation is stored: only one that is not counts against the address it comes from. */
  readonly known: (conversation: string) => Promise<boolean>;
  readonly said: (language: Language) => Pick<WordsOf["said"], "too_fast">;
}

const EVERYONE = "";
const LANGUAGES: readonly Language[] = ["zh-CN", "en"];

/** A turn over a limit is not handled; it is answered `busy`, with how long to wait before it is offered again. */
export function limited(conversations: Conversations, settings: LimitedSettings): Conversations {
  const { clock, known, limits = LIMITS } = settings;
  const [person, everyone] = [openBuckets(limits.person), openBuckets(limits.everyone)];
  const source = openBuckets(limits.source);
  const takeTurn = (conversation: string, nowMs: number): number => {
    const waitMs = Math.max(everyone.waitMs(EVERYONE, nowMs), person.waitMs(conversation, nowMs));
    if (waitMs > 0) return waitMs;
    everyone.take(EVERYONE, nowMs);
    person.take(conversation, nowMs);
    return 0;
  };
  /** Counted after the turn was let through, so that what is looked up stays within the limits too. */
  const takeBeginning = async ({ conversation, source: from }: Incoming): Promise<number> => {
    if (from === undefined || (await known(conversation))) return 0;
    const nowMs = clock.nowMs();
    const waitMs = source.waitMs(from, nowMs);
    if (waitMs === 0) source.take(from, nowMs);
    return waitMs;
  };
  return {
    ...conversations,
    handle: async (incoming) => {
      const waitMs =
        takeTurn(incoming.conversation, clock.nowMs()) || (await takeBeginning(incoming));
      return waitMs === 0 ? conversations.handle(incoming) : refusal(waitMs, settings);
    },
  };
}

function refusal(waitMs: number, { said }: LimitedSettings): Handled {
  const seconds = Math.ceil(waitMs / 1_000);
  const sentences = LANGUAGES.map(
    (language) => [language, fill(said(language).too_fast, { seconds })] as const,
  );
  const notice = Object.fromEntries(sentences) as Readonly<Record<Language, string>>;
  return { status: "busy", replies: [], limited: { waitMs, notice } };
}
