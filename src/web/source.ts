/** Which network address a request comes from, as far as it can be known. */
import { isIPv6 } from "node:net";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { isLoopback } from "./operation.ts";

const ADDRESS_CHARACTERS_MAX = 45;
/** A household or an office holds a whole IPv6 network of this many groups of four digits. */
const NETWORK_GROUPS = 4;

/**
 * The address of the connection. A proxy on this machine says at the end of X-Forwarded-For whom it speaks for; from anywhere
 * else the header is the sender's own invention. undefined: not known.
 */
export function sourceOf(context: Context): string | undefined {
  const bindings = context.env as Partial<HttpBindings> | undefined;
  const direct = bindings?.incoming?.socket.remoteAddress;
  if (direct === undefined || !isLoopback(direct)) return networkOf(direct);
  const forwarded = context.req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
  return networkOf(forwarded === undefined || forwarded === "" ? direct : forwarded);
}

/** An IPv4 address, or the network of an IPv6 address. */
function networkOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const short = address.slice(0, ADDRESS_CHARACTERS_MAX).toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(short)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(short) ? groupsOf(short).slice(0, NETWORK_GROUPS).join(":") : short;
}

/** The eight groups, with the zeros that `::` stands for. */
function groupsOf(address: string): readonly string[] {
  const [head = "", tail] = address.split("::");
  const parts = (text: string) => (text === "" ? [] : text.split(":"));
  const [first, last] = [parts(head), parts(tail ?? "")];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array.from({ length: zeros }, () => "0"), ...last];
}
