/** Small parts that several pages of the console share. */
import { html } from "hono/html";
import { renderSVG } from "uqr";
import { ConsoleRole } from "../accounts/permissions.ts";
import { errorLine } from "./console-page.ts";
import type { Html } from "./console-page.ts";
import type { Asked } from "./console-request.ts";

const PIXEL = 4;
const BORDER = 4;

/** The text as a picture for a camera: black on white in any colour scheme, and no script can stand in an image. */
export function qrPicture(text: string): string {
  const svg = renderSVG(text, { pixelSize: PIXEL, border: BORDER });
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Recovery codes, the one time they are shown. */
export function recoveryBody({ text }: Asked, codes: readonly string[]): Html {
  return html`<p>${text.page.recovery_line}</p>
    <ol class="codes">
      ${codes.map((code) => html`<li><code>${code}</code></li>`)}
    </ol>
    <p><a href="/console">${text.page.go_on}</a></p>`;
}

/** Boxes to tick, one a role. `place` keeps the ids of several such groups on one page apart. */
export function roleBoxes(
  { text }: Asked,
  held: readonly ConsoleRole[],
  place: string,
  error?: string,
): Html {
  return html`<fieldset ${error === undefined ? "" : html`aria-describedby="${place}-error"`}>
    <legend>${text.page.roles}</legend>
    ${ConsoleRole.options.map(
      (role) =>
        html`<label>
          <input
            type="checkbox"
            name="role"
            value="${role}"
            ${held.includes(role) ? html`checked` : ""}
          />
          ${text.role[role]}
        </label>`,
    )}
    ${error === undefined ? "" : errorLine(`${place}-error`, error)}
  </fieldset>`;
}

/** The roles ticked in a posted form; undefined: none, or something that is no role. */
export function rolesIn({ form }: Asked): readonly ConsoleRole[] | undefined {
  const parsed = ConsoleRole.array()
    .min(1)
    .safeParse(form["role"] ?? []);
  return parsed.success ? [...new Set(parsed.data)] : undefined;
}

/** Puts values into the braces of a sentence. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{([a-z_]+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}
