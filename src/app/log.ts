/** Structured lines on standard error: event names and plain fields, never what people wrote. */
import { pino } from "pino";
import type { Log } from "../ports.ts";

export function jsonLog(level: "debug" | "info" | "warn" | "error" | "silent"): Log {
  const logger = pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
  return {
    info: (event, fields = {}) => logger.info(fields, event),
    error: (event, fields = {}) => logger.error(fields, event),
  };
}
