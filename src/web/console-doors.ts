/** The doors of the console: who is let through to which page. */
import type { Context } from "hono";
import { permitted } from "../accounts/desk.ts";
import type { Action } from "../accounts/permissions.ts";
import type { Stage } from "../accounts/register.ts";
import type { Seen } from "../accounts/sessions.ts";
import { errorPage } from "./console-page.ts";
import { askedOf, isOurForm } from "./console-request.ts";
import type { Asked, AskedBy, Console } from "./console-request.ts";

type Answer = Promise<Response> | Response;

/** For pages before log-in. */
export function open(parts: Console, handler: (asked: Asked) => Answer) {
  return async (context: Context): Promise<Response> => handler(await askedOf(context, parts));
}

/**
 * For pages behind a stage of log-in; whoever has not come that far is sent where they can. A form without the token of
 * its session is refused: 403.
 */
export function behind(parts: Console, stage: Stage, handler: (asked: AskedBy) => Answer) {
  return open(parts, async (asked) => {
    const { seen, context } = asked;
    if (seen === undefined || seen.session.stage !== stage)
      return context.redirect(placeOf(seen), 303);
    if (context.req.method === "POST" && !isOurForm(asked))
      return errorPage(asked, asked.text.error.form, 403);
    return handler({ ...asked, seen });
  });
}

/** Behind log-in and behind a permission: refused with 403, and told in the audit log either way. */
export function allowed(parts: Console, action: Action, handler: (asked: AskedBy) => Answer) {
  return behind(parts, "whole", async (asked) => {
    if (!(await permitted(parts.desk, asked.seen.account, action)))
      return errorPage(asked, asked.text.error.not_allowed, 403);
    return handler(asked);
  });
}

const PLACES: Readonly<Record<Stage, string>> = {
  password: "/console/second-factor",
  enrolling: "/console/enrol",
  whole: "/console",
};

/** Where somebody at this stage can go on. */
function placeOf(seen: Seen | undefined): string {
  return seen === undefined ? "/console/log-in" : PLACES[seen.session.stage];
}
