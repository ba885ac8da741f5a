/** The console for everyone's own account: password, recovery codes, messenger. */
import { Hono } from "hono";
import { html } from "hono/html";
import { changePassword, newLinkCode, renewRecoveryCodes, unlink } from "../accounts/keeping.ts";
import type { Refusal } from "../accounts/log-in.ts";
import { Password, PASSWORD_CHARACTERS_MAX } from "../accounts/register.ts";
import { fill, recoveryBody } from "./console-parts.ts";
import { form, input, page, submit } from "./console-page.ts";
import type { Html, Status } from "./console-page.ts";
import { allowed } from "./console-doors.ts";
import { field, giveToken } from "./console-request.ts";
import type { AskedBy, Console } from "./console-request.ts";

/** What is told beside a field, by its name. */
type Errors = Readonly<Record<string, string>>;

/** Routes below /console/me. */
export function ownRoutes(parts: Console): Hono {
  const routes = new Hono();
  const own = (handler: (asked: AskedBy) => Promise<Response> | Response) =>
    allowed(parts, "keep-own-account", handler);
  routes.get(
    "/",
    own((asked) => ownPage(asked)),
  );
  routes.post("/password", own(takePassword));
  routes.post("/recovery", own(takeRecovery));
  routes.post("/link", own(takeLink));
  routes.post("/unlink", own(takeUnlink));
  return routes;
}

function ownPage(asked: AskedBy, errors: Errors = {}, status: Status = 200) {
  const { page: lines } = asked.text;
  const { name, roles } = asked.seen.account;
  const held = roles.map((role) => html`<strong>${asked.text.role[role]}</strong> `);
  const body = html`<p>${lines.name} <strong>${name}</strong></p>
    <p>${lines.roles} ${held}</p>
    ${passwordPart(asked, errors)} ${recoveryPart(asked, errors)} ${messengerPart(asked)}`;
  return page(asked, { heading: lines.me, status, body });
}

function passwordPart(asked: AskedBy, errors: Errors): Html {
  const { page: lines } = asked.text;
  const body = html`${input({
    name: "current",
    label: lines.current_password,
    type: "password",
    autocomplete: "current-password",
    error: errors["current"],
  })}
  ${input({
    name: "next",
    label: lines.new_password,
    type: "password",
    autocomplete: "new-password",
    hint: lines.password_hint,
    error: errors["next"],
  })}
  ${submit(lines.change_password)}`;
  return html`<h2>${lines.change_password}</h2>
    ${form(asked, "/console/me/password", body)}`;
}

function recoveryPart(asked: AskedBy, errors: Errors): Html {
  const { page: lines } = asked.text;
  const left = fill(lines.renew_recovery_line, { count: asked.seen.account.recovery.length });
  const body = html`${input({
      name: "confirm",
      label: lines.current_password,
      type: "password",
      autocomplete: "current-password",
      error: errors["confirm"],
    })} <button>${lines.renew_recovery}</button>`;
  return html`<h2>${lines.recovery}</h2>
    <p>${left}</p>
    ${form(asked, "/console/me/recovery", body)}`;
}

function messengerPart(asked: AskedBy): Html {
  const { page: lines } = asked.text;
  const tied = asked.seen.account.messenger !== undefined;
  return html`<h2>${lines.messenger}</h2>
    <p>${tied ? lines.tie_again_line : lines.tie_line}</p>
    ${form(asked, "/console/me/link", html`<button>${lines.make_link_code}</button>`)}
    ${tied ? form(asked, "/console/me/unlink", html`<button>${lines.untie}</button>`) : ""}`;
}

const bounded = (asked: AskedBy, name: string) =>
  field(asked, name).slice(0, PASSWORD_CHARACTERS_MAX * 2);

async function takePassword(asked: AskedBy) {
  const { page: lines, error } = asked.text;
  const next = Password.safeParse(field(asked, "next"));
  if (!next.success) return ownPage(asked, { next: error.password }, 422);
  const { account } = asked.seen;
  const changed = await changePassword(asked.desk, account, bounded(asked, "current"), next.data);
  if (!changed.ok) return refused(asked, "current", changed.why);
  giveToken(asked, changed.token);
  const back = html`<p><a href="/console/me">${lines.back}</a></p>`;
  const body = html`<p role="status">${lines.changed_password}</p>
    ${back}`;
  return page(asked, { heading: lines.change_password, body });
}

async function takeRecovery(asked: AskedBy) {
  const { desk, seen, text } = asked;
  const renewed = await renewRecoveryCodes(desk, seen.account, bounded(asked, "confirm"));
  if (!renewed.ok) return refused(asked, "confirm", renewed.why);
  return page(asked, { heading: text.page.recovery, body: recoveryBody(asked, renewed.codes) });
}

function refused(asked: AskedBy, name: string, why: Refusal) {
  const { error } = asked.text;
  return why === "wrong"
    ? ownPage(asked, { [name]: error.current_password }, 422)
    : ownPage(asked, { [name]: error.too_often }, 429);
}

async function takeLink(asked: AskedBy) {
  const { page: lines } = asked.text;
  const code = await newLinkCode(asked.desk, asked.seen.account);
  const body = html`<p>${lines.link_code_line}</p>
    <p><code id="link-code">/link ${code}</code></p>
    <p><a href="/console/me">${lines.back}</a></p>`;
  return page(asked, { heading: lines.link_code, body });
}

async function takeUnlink(asked: AskedBy) {
  await unlink(asked.desk, asked.seen.account);
  return asked.context.redirect("/console/me", 303);
}
