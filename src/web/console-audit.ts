/** The console's audit log: newest first, a page at a time, by day. */
import { html } from "hono/html";
import * as z from "zod";
import type { AuditLine } from "../ports.ts";
import { fill } from "./console-parts.ts";
import { errorLine, input, page } from "./console-page.ts";
import type { Html } from "./console-page.ts";
import type { AskedBy } from "./console-request.ts";

const LINES_A_PAGE = 50;
/** China keeps one time all year; so do the days of the log. */
const CHINA_OFFSET_MS = 8 * 60 * 60_000;

/** What stands in the address; anything else counts as not there. */
const Query = z.object({
  day: z.iso.date().optional().catch(undefined),
  before: z.coerce.number().int().min(1).optional().catch(undefined),
  check: z.literal("1").optional().catch(undefined),
});

export async function auditPage(asked: AskedBy) {
  const { desk, context, text } = asked;
  const { day, before, check } = Query.parse(context.req.query());
  const found = await desk.audit.page({
    // One more than is shown tells whether there are older ones.
    count: LINES_A_PAGE + 1,
    ...(day === undefined ? {} : { day }),
    ...(before === undefined ? {} : { before }),
  });
  const shown = found.slice(0, LINES_A_PAGE);
  const { accounts } = await desk.register.read();
  const { machine, nobody } = text.page;
  const named = accounts.map(({ id, name }) => [id, name] as const);
  const names = new Map<string, string>([["machine", machine], ["nobody", nobody], ...named]);
  const body = html`<p>${text.page.audit_line}</p>
    ${check === undefined ? "" : await checked(asked)} ${filter(asked, day)}
    ${shown.length === 0 ? html`<p>${text.page.nothing_found}</p>` : table(asked, shown, names)}
    ${ways(asked, day, before, found.length > LINES_A_PAGE ? shown.at(-1)?.number : undefined)}`;
  return page(asked, { heading: text.page.audit, body });
}

function filter({ text }: AskedBy, day: string | undefined): Html {
  const lines = text.page;
  return html`<form method="get" action="/console/audit" class="filter">
    ${input({
      name: "day",
      label: lines.day,
      type: "date",
      autocomplete: "off",
      value: day ?? "",
      optional: true,
    })}
    <button>${lines.show}</button>
  </form>`;
}

function table(
  { text }: AskedBy,
  lines: readonly AuditLine[],
  names: ReadonlyMap<string, string>,
): Html {
  const { number, time, who, action, object, outcome } = text.page;
  const heads = [number, time, who, action, object, outcome];
  const cells = (line: AuditLine) => [
    String(line.number),
    timeOf(line.atMs),
    names.get(line.who) ?? line.who,
    text.action[line.action as keyof typeof text.action] ?? line.action,
    names.get(line.object) ?? line.object,
    text.page[line.outcome],
  ];
  return html`<table class="audit">
    <thead>
      <tr>
        ${heads.map((head) => html`<th scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${lines.map(
        (line) =>
          html`<tr class="${line.outcome}">
            ${cells(line).map((cell, at) => html`<td data-head="${heads[at]}">${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function ways(
  { text }: AskedBy,
  day: string | undefined,
  before: number | undefined,
  older: number | undefined,
): Html {
  const query = (more: Readonly<Record<string, string>>) =>
    `/console/audit?${new URLSearchParams({ ...(day === undefined ? {} : { day }), ...more }).toString()}`;
  return html`<p class="ways">
    ${before === undefined ? "" : html`<a href="${query({})}">${text.page.newest}</a>`}
    ${older === undefined ? "" : html`<a href="${query({ before: String(older) })}">${text.page.older}</a>`}
    <a href="${query({ check: "1" })}">${text.page.check}</a>
  </p>`;
}

async function checked({ desk, text }: AskedBy): Promise<Html> {
  const { lines, newest, brokenAt } = await desk.audit.verify();
  if (brokenAt === undefined) {
    const line = fill(text.page.check_whole, { count: lines, mark: newest });
    return html`<p role="status">${line}</p>`;
  }
  return errorLine("broken", fill(text.page.check_broken, { number: brokenAt }));
}

/** Chinese time, to the second. */
function timeOf(atMs: number): string {
  return new Date(atMs + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace("T", " ");
}
