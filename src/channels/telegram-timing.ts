/** How long the Telegram channel waits; a test waits less. */
export interface TelegramTiming {
  /** How long Telegram holds a poll open while nothing comes. */
  readonly longPollSeconds: number;
  /** Before the first new attempt; each one after waits twice as long. */
  readonly firstPauseMs: number;
  readonly pauseMsMax: number;
  /** Between polls while a turn is still in hand. */
  readonly besidePauseMs: number;
}

export const TELEGRAM_TIMING: TelegramTiming = {
  longPollSeconds: 30,
  firstPauseMs: 500,
  pauseMsMax: 30_000,
  besidePauseMs: 250,
};

/** The pause before attempt `attempt` (1 is the first repetition), in milliseconds. */
export function pauseMsBefore(attempt: number, timing: TelegramTiming): number {
  return Math.min(timing.firstPauseMs * 2 ** (attempt - 1), timing.pauseMsMax);
}
