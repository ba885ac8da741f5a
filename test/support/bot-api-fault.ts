/** Faults that a test makes the emulator show. */
import type { Update } from "grammy/types";

/** What a call is answered instead of being done; `drop` cuts the connection, before or after the call was done. */
export type Fault =
  | {
      readonly code: number;
      readonly description?: string;
      readonly retryAfterSeconds?: number;
      /** Calls it befalls; 1 unless said. */
      readonly times?: number;
    }
  | { readonly drop: "before" | "after"; readonly times?: number };

/** A call that the Bot API answers with an error. */
export class ApiFault extends Error {
  override readonly name = "ApiFault";
  readonly code: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: number, description: string, retryAfterSeconds?: number) {
    super(description);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What a test lets happen beside the faults it plans one by one. */
export interface Chance {
  /** A fault for this call, or none. */
  fault?(method: string): Fault | undefined;
  /** What a poll is answered instead of the updates that wait: in another order, with earlier ones among them. */
  handing?(updates: readonly Update[]): readonly Update[];
  /** A call was carried out and is about to be answered. */
  done?(method: string): void;
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  401: "Unauthorized",
  403: "Forbidden: bot was blocked by the user",
  404: "Not Found",
  409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
  500: "Internal Server Error",
  502: "Bad Gateway",
};

export interface Faults {
  /** From now on calls of `method` fail, as often as the fault says. */
  plan(method: string, fault: Fault): void;
  /** The fault that befalls this call, if any; it is used up. */
  next(method: string): Fault | undefined;
}

/** No faults at first. */
export function plannedFaults(): Faults {
  const planned = new Map<string, { readonly fault: Fault; left: number }[]>();
  return {
    plan: (method, fault) => {
      const entry = { fault, left: fault.times ?? 1 };
      planned.set(method, [...(planned.get(method) ?? []), entry]);
    },
    next: (method) => {
      const entry = planned.get(method)?.find(({ left }) => left > 0);
      if (entry !== undefined) entry.left -= 1;
      return entry?.fault;
    },
  };
}

/** The error a planned fault stands for. */
export function asApiFault(fault: Extract<Fault, { code: number }>): ApiFault {
  const { code, retryAfterSeconds } = fault;
  const waiting = `Too Many Requests: retry after ${retryAfterSeconds ?? 0}`;
  const description = fault.description ?? (code === 429 ? waiting : DESCRIPTIONS[code]);
  return new ApiFault(code, description ?? "Bad Request", retryAfterSeconds);
}
