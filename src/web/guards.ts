/** What every request must pass, and what every response carries. */
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import { BODY_BYTES_MAX } from "./contract.ts";

const NOTHING = ["'none'"];
const OURS = ["'self'"];

/**
 * Security headers for every response. `secure`: the page is served over TLS, so browsers may insist on it. `forms`: its
 * forms may be sent here, and tell here alone where they come from, without which browsers hide the origin of a form too.
 */
export function protectiveHeaders(secure: boolean, forms = false): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: NOTHING,
      scriptSrc: OURS,
      styleSrc: OURS,
      connectSrc: OURS,
      imgSrc: ["'self'", "data:"],
      formAction: forms ? OURS : NOTHING,
      baseUri: NOTHING,
      frameAncestors: NOTHING,
    },
    permissionsPolicy: { camera: [], geolocation: [], microphone: [] },
    referrerPolicy: forms ? "same-origin" : "no-referrer",
    strictTransportSecurity: secure,
    xFrameOptions: "DENY",
  });
}

/** Refuses a request that another site made the browser send: 403. */
export const sameOriginOnly: MiddlewareHandler = async (context, next) => {
  const site = context.req.header("sec-fetch-site");
  const origin = context.req.header("origin");
  // Browsers leave Sec-Fetch-Site out over plain HTTP; Origin is compared by host, for a proxy may end TLS.
  const same =
    site === undefined
      ? origin !== undefined && hostOf(origin) === context.req.header("host")
      : site === "same-origin";
  if (!same) return context.json({ problem: "web/other-site" }, 403);
  return next();
};

/** Refuses anything but JSON: 415. A form of another site cannot send this type unasked. */
export const jsonOnly: MiddlewareHandler = async (context, next) => {
  const type = context.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") return context.json({ problem: "web/not-json" }, 415);
  return next();
};

/** Refuses a body over the limit: 413. */
export const smallBodyOnly: MiddlewareHandler = bodyLimit({
  maxSize: BODY_BYTES_MAX,
  onError: (context) => context.json({ problem: "web/too-large" }, 413),
});

function hostOf(origin: string): string | undefined {
  return URL.parse(origin)?.host;
}
