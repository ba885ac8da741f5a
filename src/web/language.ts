/** Which of our languages a request asks for. */
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { Language } from "../dialogue/reply.ts";

const BY_PREFIX: readonly (readonly [string, Language])[] = [
  ["zh", "zh-CN"],
  ["en", "en"],
];

/** The language named outright, or the browser's first that we speak; undefined when there is none. */
export function requestedLanguage(context: Context, named?: string): Language | undefined {
  const spoken = Language.safeParse(named);
  if (spoken.success) return spoken.data;
  const found = accepts(context, {
    header: "Accept-Language",
    supports: [...Language.options],
    default: "",
    match: (wanted) =>
      [...wanted]
        .sort((one, other) => other.q - one.q)
        .map(({ type }) => ourLanguage(type))
        .find((language) => language !== undefined) ?? "",
  });
  const parsed = Language.safeParse(found);
  return parsed.success ? parsed.data : undefined;
}

function ourLanguage(tag: string): Language | undefined {
  const lower = tag.toLowerCase();
  return BY_PREFIX.find(([prefix]) => lower === prefix || lower.startsWith(`${prefix}-`))?.[1];
}
