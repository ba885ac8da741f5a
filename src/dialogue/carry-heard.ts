/** What can be taken as said although the version it was said under is gone. */
import type { Action } from "./case.ts";
import type { Input } from "./incoming.ts";
import { parse } from "./parse.ts";
import type { Talk } from "./world.ts";

/** Commands that name what they want outright, whatever is on the table. */
const OUTRIGHT =
  /^\s*\/(?:start|help|lookup|language|restart|mydata|forget|checklist)(?:@\S+)?\s*$/i;

/** The action of a command, or of a story told where one was asked for; undefined: it was an answer to something else. */
export function heardAnyway(talk: Talk, input: Input): Action | undefined {
  if (input.type === "open" || input.type === "choice") return undefined;
  if (input.type !== "text") return parse(talk, input);
  const telling = talk.case.state === "telling" && talk.case.overlay === "none";
  return telling || OUTRIGHT.test(input.text) ? parse(talk, input) : undefined;
}
