/** The console for owners: accounts, roles, invitations. */
import { Hono } from "hono";
import { html } from "hono/html";
import { changeRoles, resetSecondFactor, setDisabled } from "../accounts/keeping.ts";
import type { Changed } from "../accounts/keeping.ts";
import type { Account } from "../accounts/register.ts";
import { invite } from "../accounts/setting-up.ts";
import { roleBoxes, rolesIn } from "./console-parts.ts";
import { errorLine, errorPage, form, page, submit } from "./console-page.ts";
import type { Html, Status } from "./console-page.ts";
import { allowed } from "./console-doors.ts";
import type { AskedBy, Console } from "./console-request.ts";

/** An account whose form was at fault, and why. */
interface Fault {
  readonly id: string;
  readonly line: string;
  readonly status: Status;
}

/** Nothing else can be an account's id, nor be told to the audit log. */
const ACCOUNT = "/:id{[0-9a-f]{16}}";

/** Routes below /console/accounts; `publicUrl` begins the links of invitations. */
export function accountRoutes(parts: Console, publicUrl: (asked: AskedBy) => string): Hono {
  const routes = new Hono();
  const owner = (handler: (asked: AskedBy) => Promise<Response> | Response) =>
    allowed(parts, "manage-accounts", handler);
  routes.get(
    "/",
    owner((asked) => accountsPage(asked)),
  );
  routes.post(
    "/invite",
    owner((asked) => takeInvitation(asked, publicUrl(asked))),
  );
  routes.post(`${ACCOUNT}/roles`, owner(takeRoles));
  routes.post(
    `${ACCOUNT}/disable`,
    owner((asked) => takeDisabled(asked, true)),
  );
  routes.post(`${ACCOUNT}/reset`, owner(takeReset));
  routes.post(
    `${ACCOUNT}/enable`,
    owner((asked) => takeDisabled(asked, false)),
  );
  return routes;
}

const INVITE = "invite";

async function accountsPage(asked: AskedBy, fault?: Fault) {
  const { page: lines } = asked.text;
  const { accounts } = await asked.desk.register.read();
  const heads = [lines.name, lines.state, lines.messenger, lines.change];
  const body = html`<table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${accounts.map((account) => row(asked, account, fault))}
      </tbody>
    </table>
    <h2>${lines.invite}</h2>
    <p>${lines.invite_line}</p>
    ${form(
      asked,
      "/console/accounts/invite",
      html`${roleBoxes(asked, [], INVITE, fault?.id === INVITE ? fault.line : undefined)}
      ${submit(lines.invite)}`,
    )}`;
  return page(asked, { heading: lines.accounts, body, status: fault?.status ?? 200 });
}

function row(asked: AskedBy, account: Account, fault: Fault | undefined): Html {
  const { page: lines } = asked.text;
  const { id, name, roles, disabled, messenger, authenticator, enrolUntilMs } = account;
  const base = `/console/accounts/${id}`;
  const error = fault?.id === id ? fault.line : undefined;
  const heads = [lines.state, lines.messenger, lines.change];
  return html`<tr>
    <th scope="row">${name}</th>
    <td class="short" data-head="${heads[0]}">${stateOf(asked, account)}</td>
    <td class="short" data-head="${heads[1]}">
      ${messenger === undefined ? lines.not_tied : lines.tied}
    </td>
    <td data-head="${heads[2]}">
      ${form(
        asked,
        `${base}/roles`,
        html`${roleBoxes(asked, roles, id)}
          <button aria-label="${`${lines.save_roles} ${name}`}">${lines.save_roles}</button>`,
      )}
      ${form(
        asked,
        disabled ? `${base}/enable` : `${base}/disable`,
        html`<button aria-label="${`${disabled ? lines.enable : lines.disable} ${name}`}">
          ${disabled ? lines.enable : lines.disable}
        </button>`,
      )}
      ${authenticator.confirmed || enrolUntilMs !== undefined ? resetPart(asked, account) : ""}
      ${error === undefined ? "" : errorLine(`${id}-error`, error)}
    </td>
  </tr>`;
}

/** Folded up, so that nobody taps it in passing, and with what it does beside it. */
function resetPart(asked: AskedBy, { id, name }: Account): Html {
  const { reset, reset_line: line } = asked.text.page;
  return html`<details>
    <summary>${reset}</summary>
    <p>${line}</p>
    ${form(
      asked,
      `/console/accounts/${id}/reset`,
      html`<button aria-label="${`${reset} ${name}`}">${reset}</button>`,
    )}
  </details>`;
}

function stateOf({ text }: AskedBy, { disabled, authenticator }: Account): string {
  if (disabled) return `○ ${text.page.state_disabled}`;
  return authenticator.confirmed ? `● ${text.page.state_active}` : `◐ ${text.page.state_enrolling}`;
}

async function takeInvitation(asked: AskedBy, publicUrl: string) {
  const { page: lines, error } = asked.text;
  const roles = rolesIn(asked);
  if (roles === undefined)
    return accountsPage(asked, { id: INVITE, line: error.roles, status: 422 });
  const token = await invite(asked.desk, asked.seen.account, roles);
  const link = `${publicUrl}console/setup#${token}`;
  const body = html`<p>${lines.invitation_line}</p>
    <p><code id="invitation">${link}</code></p>
    <p><a href="/console/accounts">${lines.back}</a></p>`;
  return page(asked, { heading: lines.invitation, body });
}

async function takeRoles(asked: AskedBy) {
  const id = asked.context.req.param("id") ?? "";
  const roles = rolesIn(asked);
  if (roles === undefined)
    return accountsPage(asked, { id, line: asked.text.error.roles, status: 422 });
  return after(asked, id, await changeRoles(asked.desk, asked.seen.account, id, roles));
}

async function takeDisabled(asked: AskedBy, disabled: boolean) {
  const id = asked.context.req.param("id") ?? "";
  return after(asked, id, await setDisabled(asked.desk, asked.seen.account, id, disabled));
}

async function takeReset(asked: AskedBy) {
  const id = asked.context.req.param("id") ?? "";
  const { changed, code } = await resetSecondFactor(asked.desk, asked.seen.account, id);
  if (changed !== "done") return after(asked, id, changed);
  const { page: lines } = asked.text;
  const body = html`<p>${lines.reset_code_line}</p>
    <p><code id="reset-code">${code}</code></p>
    <p><a href="/console/accounts">${lines.back}</a></p>`;
  return page(asked, { heading: lines.reset_code, body });
}

function after(asked: AskedBy, id: string, changed: Changed) {
  const { error } = asked.text;
  if (changed === "unknown") return errorPage(asked, error.not_found, 404);
  if (changed === "last-owner")
    return accountsPage(asked, { id, line: error.last_owner, status: 409 });
  return asked.context.redirect("/console/accounts", 303);
}
