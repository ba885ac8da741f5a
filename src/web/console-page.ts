/** The frame of every page of the console, and the parts its forms are made of. Every value is escaped. */
import { html } from "hono/html";
import { may } from "../accounts/permissions.ts";
import type { Asked } from "./console-request.ts";
import { formTokenOf } from "./console-request.ts";

export type Html = ReturnType<typeof html>;
export const NOTHING = html``;

export type Status = 200 | 400 | 403 | 404 | 409 | 422 | 429;

export interface PageParts {
  readonly heading: string;
  readonly body: Html;
  readonly status?: Status;
}

/** A whole page. */
export function page(
  asked: Asked,
  { heading, body, status = 200 }: PageParts,
): Response | Promise<Response> {
  const { language, context } = asked;
  const lines = asked.text.page;
  const other = language === "en" ? "zh-CN" : "en";
  // What answers a form has no address to come back to.
  const place = context.req.method === "GET" ? "" : "/console";
  return context.html(
    html`<!doctype html>
      <html lang="${language}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${heading} - ${lines.title}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="/chat.css" />
          <link rel="stylesheet" href="/console/console.css" />
        </head>
        <body class="console">
          <a class="skip" href="#content">${lines.skip}</a>
          <header class="bar">
            <p class="name">${lines.title}</p>
            ${navigation(asked)}
            <a href="${place}?lang=${other}" lang="${other}">${lines.language}</a>
          </header>
          <main id="content" tabindex="-1">
            <h1>${heading}</h1>
            ${body}
          </main>
        </body>
      </html>`,
    status,
  );
}

function navigation(asked: Asked): Html {
  if (asked.seen?.session.stage !== "whole") return NOTHING;
  const { roles } = asked.seen.account;
  const lines = asked.text.page;
  return html`<nav>
      ${may(roles, "manage-accounts") ? html`<a href="/console/accounts">${lines.accounts}</a>` : ""}
      ${may(roles, "read-audit-log") ? html`<a href="/console/audit">${lines.audit}</a>` : ""}
      <a href="/console/me">${lines.me}</a>
    </nav>
    ${form(asked, "/console/log-out", html`<button class="plain">${lines.log_out}</button>`)}`;
}

/** A form that posts to `action`, with the token of its session. */
export function form(asked: Asked, action: string, body: Html): Html {
  return html`<form method="post" action="${action}">
    ${asked.seen === undefined ? "" : html`<input type="hidden" name="form" value="${formTokenOf(asked)}" />`}
    ${body}
  </form>`;
}

export interface FieldParts {
  readonly name: string;
  readonly label: string;
  readonly type?: "text" | "password" | "date";
  readonly autocomplete: string;
  readonly value?: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly numeric?: boolean;
  readonly optional?: boolean;
}

/** A field with its label above, its hint, and what was wrong with it last time. */
export function input({ name, label, type = "text", ...more }: FieldParts): Html {
  const told = [
    ...(more.hint === undefined ? [] : [`${name}-hint`]),
    ...(more.error === undefined ? [] : [`${name}-error`]),
  ].join(" ");
  return html`<div class="field" id="${name}-field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      autocomplete="${more.autocomplete}"
      value="${more.value ?? ""}"
      ${more.numeric === true ? html`inputmode="numeric"` : ""}
      ${more.optional === true ? "" : html`required`}
      ${told === "" ? "" : html`aria-describedby="${told}"`}
      ${more.error === undefined ? "" : html`aria-invalid="true" autofocus`}
    />
    ${more.hint === undefined ? "" : html`<p class="hint" id="${name}-hint">${more.hint}</p>`}
    ${more.error === undefined ? "" : errorLine(`${name}-error`, more.error)}
  </div>`;
}

/** What was wrong, with a mark for those who do not see the colour. */
export function errorLine(id: string, line: string): Html {
  return html`<p class="error" id="${id}" role="alert">
    <span aria-hidden="true">▲ </span>${line}
  </p>`;
}

export const submit = (label: string): Html => html`<button class="main">${label}</button>`;

/** A page that says why it does not go on. */
export function errorPage(
  asked: Asked,
  line: string,
  status: Status,
): Response | Promise<Response> {
  const { heading } = asked.text.error;
  const back = html`<p><a href="/console">${asked.text.page.back}</a></p>`;
  return page(asked, { heading, status, body: html`${errorLine("why", line)}${back}` });
}
