/** `/link CODE`: the one command whose answer lies outside the case. */
import type { Incoming, Roles } from "../ports.ts";

const LINK = /^\/link(?:@\w+)?\s+(\S.{0,40})$/i;

/** The turn with the code used up, if it carries one. The code itself goes no further. */
export async function withLink(incoming: Incoming, roles: Roles | undefined): Promise<Incoming> {
  if (roles === undefined || incoming.input.type !== "text") return incoming;
  const code = LINK.exec(incoming.input.text.trim())?.[1];
  if (code === undefined) return incoming;
  const outcome = await roles.link(incoming.conversation, code);
  return { ...incoming, input: { type: "link", outcome } };
}
