/** What operators and supervisors ask over HTTP: is it alive, is it ready, what does it count. */
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { Context } from "hono";

export interface Operation {
  ready(): Promise<{
    readonly ready: boolean;
    readonly checks: Readonly<Record<string, "ok" | "failing">>;
  }>;
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
  /** The public key that signs receipts, where there are any. */
  readonly receiptKey?: string;
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);
/** Any of these says that a proxy passed the request on for someone else. */
const FORWARDING = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/** `/ready` and `/receipt-key` for anyone; `/metrics` for this machine only: 404 for everyone else. */
export function operationRoutes(operation: Operation): Hono {
  const routes = new Hono();
  routes.get("/ready", async (context) => {
    const report = await operation.ready();
    context.header("Cache-Control", "no-store");
    return context.json(report, report.ready ? 200 : 503);
  });
  routes.get("/receipt-key", (context) => {
    if (operation.receiptKey === undefined) return context.notFound();
    context.header("Cache-Control", "no-store");
    return context.text(`${operation.receiptKey}\n`);
  });
  routes.get("/metrics", async (context) => {
    if (!isFromThisMachine(context)) return context.notFound();
    context.header("Cache-Control", "no-store");
    return context.body(await operation.metrics.text(), 200, {
      "Content-Type": operation.metrics.contentType,
    });
  });
  return routes;
}

/** An address of this machine itself. */
export function isLoopback(address: string): boolean {
  return LOOPBACK.has(address);
}

/** Asked directly from this machine, not through a proxy on it. */
function isFromThisMachine(context: Context): boolean {
  const bindings = context.env as Partial<HttpBindings> | undefined;
  const address = bindings?.incoming?.socket.remoteAddress;
  const forwarded = FORWARDING.some((name) => context.req.header(name) !== undefined);
  return address !== undefined && isLoopback(address) && !forwarded;
}
