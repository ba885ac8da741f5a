/** The one place that reads the time of day. */
import type { Clock } from "../ports.ts";

export const systemClock: Clock = { nowMs: () => Date.now() };
