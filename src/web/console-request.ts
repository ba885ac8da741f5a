/** One request to the console: who asks, in which language, and whether its form is one of ours. */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Desk } from "../accounts/desk.ts";
import { sessionOf } from "../accounts/sessions.ts";
import type { Seen } from "../accounts/sessions.ts";
import type { ConsoleWords } from "../dialogue/console-words.ts";
import type { Language } from "../dialogue/reply.ts";
import { requestedLanguage } from "./language.ts";

export interface Console {
  readonly desk: Desk;
  words(language: Language): ConsoleWords;
  /** The console is reached over TLS: its cookie is bound to this very host. */
  readonly secureCookies: boolean;
}

/** What every handler of the console is given. */
export interface Asked extends Console {
  readonly context: Context;
  readonly language: Language;
  readonly text: ConsoleWords;
  /** The fields of a posted form; one that was sent several times has all its values. */
  readonly form: Readonly<Record<string, readonly string[]>>;
  readonly token: string;
  readonly seen: Seen | undefined;
}

/** One who has come as far as the page asks. */
export interface AskedBy extends Asked {
  readonly seen: Seen;
}

const LANGUAGE_COOKIE = "distinguo-console-language";
const LANGUAGE_SECONDS = 180 * 24 * 60 * 60;
const DEFAULT_LANGUAGE: Language = "zh-CN";

const cookieName = ({ secureCookies }: Pick<Console, "secureCookies">) =>
  secureCookies ? "__Host-distinguo-console" : "distinguo-console";

/** Reads one request: its language, its session, its form. */
export async function askedOf(context: Context, parts: Console): Promise<Asked> {
  const language = languageOf(context, parts);
  const token = getCookie(context, cookieName(parts)) ?? "";
  const seen = await sessionOf(parts.desk, token);
  const form = context.req.method === "POST" ? await formOf(context) : {};
  return { ...parts, context, language, text: parts.words(language), form, token, seen };
}

function languageOf(context: Context, { secureCookies }: Console): Language {
  const named = context.req.query("lang");
  const kept = getCookie(context, LANGUAGE_COOKIE);
  const language = requestedLanguage(context, named ?? kept) ?? DEFAULT_LANGUAGE;
  if (named === language)
    setCookie(context, LANGUAGE_COOKIE, language, {
      ...COOKIE,
      secure: secureCookies,
      maxAge: LANGUAGE_SECONDS,
    });
  return language;
}

/** A body that is no form, whatever it says it is, has no fields: it lacks the token of its session too. */
async function formOf(context: Context): Promise<Asked["form"]> {
  const body = await context.req.parseBody({ all: true }).catch(() => ({}));
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      [value].flat().filter((one) => typeof one === "string"),
    ]),
  );
}

/** The first value of a field; empty where there is none. */
export function field({ form }: Pick<Asked, "form">, name: string): string {
  return (Object.hasOwn(form, name) ? form[name]?.[0] : undefined) ?? "";
}

/** Goes with every form of a session. It says nothing about the token it is made of. */
export function formTokenOf({ token }: Pick<Asked, "token">): string {
  return createHmac("sha256", token).update("form").digest("base64url");
}

/** Whether the form was made for this very session. */
export function isOurForm(asked: Asked): boolean {
  const [given, wanted] = [field(asked, "form"), formTokenOf(asked)].map((text) =>
    Buffer.from(text),
  );
  if (given === undefined || wanted === undefined) return false;
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

const COOKIE = { path: "/", httpOnly: true, sameSite: "Strict" } as const;

/** Gives the browser the token of its session; without an age it goes when the browser is closed. */
export function giveToken({ context, secureCookies }: Asked, token: string): void {
  setCookie(context, cookieName({ secureCookies }), token, { ...COOKIE, secure: secureCookies });
}

/** Takes the token back. */
export function takeToken({ context, secureCookies }: Asked): void {
  setCookie(context, cookieName({ secureCookies }), "", {
    ...COOKIE,
    secure: secureCookies,
    maxAge: 0,
  });
}
