/** The commands that pages in two languages tell people to type. */
import { fencesOf } from "./markdown.ts";

/** One ```sh block, and the places where it stands. */
export interface Command {
  readonly code: string;
  readonly places: readonly string[];
}

export interface Page {
  readonly name: string;
  readonly markdown: string;
}

/** Identical blocks once, in the order of the pages. */
export function commandsOf(pages: readonly Page[]): readonly Command[] {
  const places = new Map<string, string[]>();
  for (const { name, markdown } of pages) {
    for (const { code, line } of shellBlocks(markdown)) {
      places.set(code, [...(places.get(code) ?? []), `${name}:${line}`]);
    }
  }
  return [...places].map(([code, where]) => ({ code, places: where }));
}

/** One line for each block by which a translation differs from the page it translates. */
export function differences(page: Page, translation: Page): readonly string[] {
  const [ours, theirs] = [page, translation].map(({ markdown }) => shellBlocks(markdown));
  const count = Math.max(ours?.length ?? 0, theirs?.length ?? 0);
  return Array.from({ length: count }, (_, i) => i)
    .filter((i) => ours?.[i]?.code !== theirs?.[i]?.code)
    .map(
      (i) =>
        `command block ${i + 1} of ${page.name} and of ${translation.name} are not the same (lines ${ours?.[i]?.line ?? "-"} and ${theirs?.[i]?.line ?? "-"})`,
    );
}

/** Does the block start a server that runs until it is told to stop? */
export function startsServer(code: string): boolean {
  return /\bnpm (?:run )?start\b|\bdistinguo serve\b/.test(code);
}

function shellBlocks(markdown: string) {
  return fencesOf(markdown).filter(({ language }) => language === "sh");
}
