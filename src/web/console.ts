/** The console: the pages of reviewers, administrators and owners, without a script save for one that fills in a field. */
import { Hono } from "hono";
import type { MiddlewareHandler } from "hono";
import { may } from "../accounts/permissions.ts";
import { auditPage } from "./console-audit.ts";
import { enteringRoutes } from "./console-entering.ts";
import { accountRoutes } from "./console-keeping.ts";
import { ownRoutes } from "./console-me.ts";
import { allowed, behind } from "./console-doors.ts";
import type { Asked, Console } from "./console-request.ts";
import { sameOriginOnly, smallBodyOnly } from "./guards.ts";

export interface ConsoleSettings extends Console {
  /** Where people reach the pages from outside; absent: where this request came to. */
  readonly publicUrl?: string;
}

/** What answers below /console. Paths that are not its own are left to the rest of the server. */
export function consoleRoutes(settings: ConsoleSettings): Hono {
  const routes = new Hono();
  const publicUrl = ({ context }: Asked) =>
    new URL("/", settings.publicUrl ?? context.req.url).href;
  routes.use(keptNowhere);
  routes.on("POST", "/*", sameOriginOnly, smallBodyOnly);
  routes.get(
    "/",
    behind(settings, "whole", ({ context, seen: { account } }) => {
      if (may(account.roles, "manage-accounts")) return context.redirect("/console/accounts", 303);
      if (may(account.roles, "read-audit-log")) return context.redirect("/console/audit", 303);
      return context.redirect("/console/me", 303);
    }),
  );
  routes.route("/", enteringRoutes(settings));
  routes.route("/accounts", accountRoutes(settings, publicUrl));
  routes.route("/me", ownRoutes(settings));
  routes.get("/audit", allowed(settings, "read-audit-log", auditPage));
  return routes;
}

/** Pages hold secrets that are shown once: no cache keeps them. Files of the console set their own rule. */
const keptNowhere: MiddlewareHandler = async (context, next) => {
  await next();
  if (context.res.headers.get("cache-control") === null)
    context.header("Cache-Control", "no-store");
};
