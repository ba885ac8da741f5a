import { describe, expect, it } from "vitest";
import * as z from "zod";
import { FILE_CHARACTERS_MAX, readYaml } from "../../src/content/yaml.ts";

const MANY_KEYS = Array.from({ length: 900 }, (_, at) => `k${at}: 1`).join(", ");
/** Repeated until the text is as long as a file may be: what costs a parser most, each in another step of it. */
const COSTLY: Readonly<Record<string, string>> = {
  quotes: '"',
  "single quotes": "'",
  "quoted words in a row": '"a" ',
  "anchors in a row": "&a ",
  "a line with an anchor of its own each": "- &a 1\n",
  "aliases, one a line": "- *a\n",
  "tags in a row": "!a ",
  "exclamation marks": "!",
  "closing braces": "}",
  "closing brackets": "]",
  "commas in a list": ",",
  colons: ":",
  "colons and blanks": ": ",
  "escapes that are none": "\\q",
  directives: "%a\n",
  documents: "---\n",
  "ends of documents": "...\n",
  comments: "#\n",
  "empty lines": "\n",
  "dashes, one a line": "-\n",
  "returns without a line end": "\r",
  "windows' line ends": "- a\r\n",
  "list in list in list": "- - - a\n",
  "keys given twice": "- {a: 1, a: 1}\n",
  "merge keys": "- <<: 1\n",
  "wide mappings": `- {${MANY_KEYS}}\n`,
  "words on lines of their own": "a\n",
  "byte order marks": "\ufeff",
  backticks: "`",
  tabs: "\t",
  "tabs and words": "\ta: 1\n",
  "zero bytes": "\u0000",
  "a long word": "a",
  "lines of a block": " |\n",
};
const BEFORE = ["", "["];
/** Of the processor, so that a busy machine does not matter. */
const CPU_MS_MAX = 1_000;

describe("a file as long as may be", () => {
  it.each(Object.entries(COSTLY))("of %s is read or refused within a second", (_, piece) => {
    for (const before of BEFORE) {
      const times = Math.ceil(FILE_CHARACTERS_MAX / piece.length);
      const text = `${before}${piece.repeat(times)}`.slice(0, FILE_CHARACTERS_MAX);
      const from = process.threadCpuUsage();
      const result = readYaml("f.yaml", text, z.unknown());
      const { user, system } = process.threadCpuUsage(from);
      expect((user + system) / 1_000, JSON.stringify(before)).toBeLessThan(CPU_MS_MAX);
      if (!result.ok) expect(result.error[0]?.at).toMatchObject({ file: "f.yaml" });
    }
  });
});
