/** Who is talking: a random token in a cookie; the case is named by its hash, so a stored case cannot be entered. */
import { createHash, randomBytes } from "node:crypto";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";

const COOKIE = "distinguo";
const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
/** People come back days later; browsers themselves allow 400 days at most. */
const COOKIE_AGE_SECONDS = 180 * 24 * 60 * 60;
const CONVERSATION_CHARACTERS = 32;

/** The conversation of the person behind this request; undefined when no page was loaded before. */
export function conversationOf(context: Context): string | undefined {
  const token = getCookie(context, COOKIE);
  if (token === undefined || !TOKEN.test(token)) return undefined;
  const hash = createHash("sha256").update(token).digest("hex");
  return `web:${hash.slice(0, CONVERSATION_CHARACTERS)}`;
}

/** Gives the person a token with the page, or lets the one they hold live on. */
export function openSession(context: Context, secure: boolean): void {
  const held = getCookie(context, COOKIE);
  const token =
    held !== undefined && TOKEN.test(held) ? held : randomBytes(TOKEN_BYTES).toString("base64url");
  setCookie(context, COOKIE, token, {
    path: "/",
    httpOnly: true,
    sameSite: "Strict",
    secure,
    maxAge: COOKIE_AGE_SECONDS,
  });
}
