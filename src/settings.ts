/** The environment, read once; every mistake in it named at once. */
import { resolve } from "node:path";
import * as z from "zod";
import { EnvironmentFault } from "./ports.ts";

const Flag = z.string().trim().min(1);

const Settings = z
  .object({
    DISTINGUO_DATA: Flag.default("./var"),
    /** Default: beside the data folder, `<DISTINGUO_DATA>.key`. Never inside it. */
    DISTINGUO_KEY_FILE: Flag.optional(),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3_000),
    HOST: Flag.default("127.0.0.1"),
    /** Where people reach the pages from outside; with https, cookies are sent over TLS only. */
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    TELEGRAM_BOT_TOKEN: z
      .string()
      .regex(/^\d+:[\w-]+$/, "is not a bot token")
      .optional(),
    TELEGRAM_API_ROOT: z.url().optional(),
    TELEGRAM_WEBHOOK_URL: z.url().optional(),
    TELEGRAM_WEBHOOK_SECRET: z
      .string()
      .regex(/^[\w-]{1,256}$/, "takes letters, digits, _ and -")
      .optional(),
    /** A model that reads beside the patterns, at any endpoint that speaks OpenAI's protocol; absent: no model. */
    LLM_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
    LLM_MODEL: Flag.optional(),
    LLM_API_KEY: Flag.optional(),
    LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  })
  .refine(
    (env) => env.TELEGRAM_WEBHOOK_URL === undefined || env.TELEGRAM_WEBHOOK_SECRET !== undefined,
    {
      path: ["TELEGRAM_WEBHOOK_SECRET"],
      message: "is needed with TELEGRAM_WEBHOOK_URL",
    },
  )
  .refine((env) => env.LLM_BASE_URL === undefined || env.LLM_MODEL !== undefined, {
    path: ["LLM_MODEL"],
    message: "is needed with LLM_BASE_URL",
  });
export type Settings = z.infer<typeof Settings>;

/** Where the key file is: beside the data folder, unless another place was set. */
export function keyFileOf({ DISTINGUO_DATA, DISTINGUO_KEY_FILE }: Settings): string {
  return DISTINGUO_KEY_FILE ?? `${resolve(DISTINGUO_DATA)}.key`;
}

/** Throws an EnvironmentFault naming every setting at fault, never its value. Empty settings count as absent. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = Settings.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new EnvironmentFault(`settings: ${faults.join("; ")}`);
}
