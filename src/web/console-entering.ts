/** The way into the console: log-in, second factor, setting up an account. */
import { Hono } from "hono";
import { html } from "hono/html";
import { giveSecondFactor, logIn, logOut } from "../accounts/log-in.ts";
import { AccountName, Password, PASSWORD_CHARACTERS_MAX } from "../accounts/register.ts";
import { authenticatorOf } from "../accounts/second-factor.ts";
import { enrol, setUp } from "../accounts/setting-up.ts";
import { qrPicture, recoveryBody } from "./console-parts.ts";
import { errorLine, form, input, page, submit } from "./console-page.ts";
import type { Status } from "./console-page.ts";
import { behind, open } from "./console-doors.ts";
import { field, giveToken, takeToken } from "./console-request.ts";
import type { Asked, AskedBy, Console } from "./console-request.ts";
import { sourceOf } from "./source.ts";

type Errors = Readonly<Record<string, string>>;

/** Routes below /console for those who are not logged in yet, and the way out. */
export function enteringRoutes(parts: Console): Hono {
  const routes = new Hono();
  routes.get(
    "/log-in",
    open(parts, (asked) => logInPage(asked)),
  );
  routes.post("/log-in", open(parts, takeLogIn));
  routes.get(
    "/second-factor",
    behind(parts, "password", (asked) => factorPage(asked)),
  );
  routes.post("/second-factor", behind(parts, "password", takeFactor));
  routes.get(
    "/setup",
    open(parts, (asked) => setupPage(asked)),
  );
  routes.post("/setup", open(parts, takeSetup));
  routes.get(
    "/enrol",
    behind(parts, "enrolling", (asked) => enrolPage(asked)),
  );
  routes.post("/enrol", behind(parts, "enrolling", takeEnrol));
  routes.post("/log-out", behind(parts, "whole", takeLogOut));
  return routes;
}

function logInPage(asked: Asked, error?: string, status: Status = 200) {
  const { page: lines } = asked.text;
  const body = html`${error === undefined ? "" : errorLine("why", error)}
  ${input({
    name: "name",
    label: lines.name,
    autocomplete: "username",
    value: field(asked, "name").slice(0, PASSWORD_CHARACTERS_MAX),
  })}
  ${input({
    name: "password",
    label: lines.password,
    type: "password",
    autocomplete: "current-password",
  })}
  ${submit(lines.go_on)}`;
  return page(asked, {
    heading: lines.log_in,
    status,
    body: html`<p>${lines.log_in_line}</p>
      ${form(asked, "/console/log-in", body)}`,
  });
}

async function takeLogIn(asked: Asked) {
  const entered = await logIn(asked.desk, {
    name: field(asked, "name"),
    // A longer one fits nothing; what is hashed stays bounded.
    password: field(asked, "password").slice(0, PASSWORD_CHARACTERS_MAX * 2),
    source: sourceOf(asked.context) ?? "unknown",
  });
  if (!entered.ok) {
    const { wrong, too_often } = asked.text.error;
    return entered.why === "wrong"
      ? logInPage(asked, wrong, 422)
      : logInPage(asked, too_often, 429);
  }
  giveToken(asked, entered.token);
  const place = entered.stage === "password" ? "/console/second-factor" : "/console/enrol";
  return asked.context.redirect(place, 303);
}

function factorPage(asked: AskedBy, error?: string, status: Status = 200) {
  const { page: lines } = asked.text;
  const body = html`${input({
    name: "code",
    label: lines.code,
    autocomplete: "one-time-code",
    hint: lines.second_factor_line,
    error,
  })}
  ${submit(lines.go_on)}`;
  const heading = lines.second_factor;
  return page(asked, { heading, status, body: form(asked, "/console/second-factor", body) });
}

async function takeFactor(asked: AskedBy) {
  const entered = await giveSecondFactor(asked.desk, asked.seen, field(asked, "code"));
  if (!entered.ok)
    return entered.why === "wrong"
      ? factorPage(asked, asked.text.error.code, 422)
      : factorPage(asked, asked.text.error.too_often, 429);
  giveToken(asked, entered.token);
  const place = entered.stage === "whole" ? "/console" : "/console/enrol";
  return asked.context.redirect(place, 303);
}

function setupPage(asked: Asked, errors: Errors = {}, status: Status = 200) {
  const { page: lines } = asked.text;
  // The token stands behind the # of the link, where no server and no log sees it; the script moves it into the field.
  const body = html`<p>${lines.set_up_line}</p>
    ${input({
      name: "token",
      label: lines.link_token,
      autocomplete: "off",
      value: field(asked, "token").slice(0, PASSWORD_CHARACTERS_MAX),
      hint: lines.link_token_hint,
      error: errors["token"],
    })}
    ${input({
      name: "name",
      label: lines.name,
      autocomplete: "username",
      value: field(asked, "name").slice(0, PASSWORD_CHARACTERS_MAX),
      hint: lines.name_hint,
      error: errors["name"],
    })}
    ${input({
      name: "password",
      label: lines.password,
      type: "password",
      autocomplete: "new-password",
      hint: lines.password_hint,
      error: errors["password"],
    })}
    ${submit(lines.go_on)}
    <script type="module" src="/console/setup.js"></script>`;
  return page(asked, { heading: lines.set_up, status, body: form(asked, "/console/setup", body) });
}

async function takeSetup(asked: Asked) {
  const { error } = asked.text;
  const name = AccountName.safeParse(field(asked, "name"));
  const password = Password.safeParse(field(asked, "password"));
  if (!name.success || !password.success)
    return setupPage(
      asked,
      {
        ...(name.success ? {} : { name: error.name }),
        ...(password.success ? {} : { password: error.password }),
      },
      422,
    );
  const made = await setUp(asked.desk, {
    token: field(asked, "token").trim(),
    name: name.data,
    password: password.data,
    source: sourceOf(asked.context) ?? "unknown",
  });
  if (!made.ok) {
    const { link, name_taken, full, too_often } = error;
    if (made.why === "name") return setupPage(asked, { name: name_taken }, 409);
    if (made.why === "too-often") return setupPage(asked, { token: too_often }, 429);
    return setupPage(asked, { token: made.why === "link" ? link : full }, 403);
  }
  giveToken(asked, made.token);
  return asked.context.redirect("/console/enrol", 303);
}

function enrolPage(asked: AskedBy, error?: string, status: Status = 200) {
  const { page: lines } = asked.text;
  const { address, secret } = authenticatorOf(asked.desk.vault, asked.seen.account);
  const fields = html`${input({
    name: "code",
    label: lines.code,
    autocomplete: "one-time-code",
    numeric: true,
    error,
  })}
  ${submit(lines.go_on)}`;
  const body = html`<p>${lines.enrol_line}</p>
    <p><img class="picture" src="${qrPicture(address)}" alt="${lines.enrol_picture}" /></p>
    <p><a href="${address}">${lines.enrol_open}</a></p>
    <p>${lines.enrol_secret} <code id="secret">${secret}</code></p>
    ${form(asked, "/console/enrol", fields)}`;
  return page(asked, { heading: lines.enrol, status, body });
}

async function takeEnrol(asked: AskedBy) {
  const enrolled = await enrol(asked.desk, asked.seen, field(asked, "code"));
  if (!enrolled.ok)
    return enrolled.why === "wrong"
      ? enrolPage(asked, asked.text.error.code, 422)
      : enrolPage(asked, asked.text.error.too_often, 429);
  giveToken(asked, enrolled.token);
  const { page: lines } = asked.text;
  return page(asked, { heading: lines.recovery, body: recoveryBody(asked, enrolled.codes) });
}

async function takeLogOut(asked: AskedBy) {
  await logOut(asked.desk, asked.seen);
  takeToken(asked);
  return asked.context.redirect("/console/log-in", 303);
}
