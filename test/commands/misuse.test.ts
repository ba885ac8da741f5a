import { describe, expect, it } from "vitest";
import { run, runHere, STACK } from "../support/command.ts";

const misuses: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["no command", [], /^usage: distinguo <command>/],
  ["an unknown command", ["decide"], /^no command decide\nusage: /],
  ["a command that is a word of the language", ["constructor"], /^no command constructor\n/],
  ["an unknown option", ["check", "--loud"], /^Unknown option '--loud'/],
  ["classify without a file", ["classify"], /^usage: distinguo classify FILE\|-/],
  ["classify with two files", ["classify", "a", "b"], /^usage: distinguo classify/],
  ["cases without a file", ["cases"], /^usage: distinguo cases FILE…/],
  ["check with two folders", ["check", "a", "b"], /^usage: distinguo check/],
  ["serve with an argument", ["serve", "now"], /^usage: distinguo serve/],
  ["chat in a language nobody wrote", ["chat", "--lang", "fr"], /^usage: distinguo chat/],
];

describe("misuse ends with exit code 2 and says how to use it", () => {
  it.each(misuses)("%s", async (_, argv, message) => {
    const { code, out, err } = await runHere(argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
    expect(err).not.toMatch(STACK);
  });

  it("also as a process of its own", async () => {
    const ran = await run(["dissect"]);
    expect(ran).toMatchObject({ code: 2, out: "" });
    expect(ran.err).not.toMatch(STACK);
  });

  it.each([["help"], ["--help"], ["classify", "-h"]])("but %s is no misuse", async (...argv) => {
    const { code, out, err } = await runHere(argv);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const name of ["serve", "chat", "classify", "cases", "check"]) expect(out).toContain(name);
  });
});
