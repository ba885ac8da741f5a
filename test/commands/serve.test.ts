import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run, STACK } from "../support/command.ts";

const PROGRAM = new URL("../../bin/distinguo.js", import.meta.url).pathname;
const TOKEN = "not-a-token-and-nobody-may-read-it";
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "distinguo-serve-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** One line for people, nothing a program would print when it crashes. */
function expectOneLine(err: string, message: RegExp): void {
  const lines = err.split("\n").filter((line) => line !== "" && !line.startsWith("{"));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(message);
  expect(err).not.toMatch(STACK);
}

const environment = (more: Readonly<Record<string, string>>) => ({
  environment: { DISTINGUO_DATA: join(folder, "var"), LOG_LEVEL: "error", ...more },
});

describe("serve ends with exit code 3 and one line", () => {
  it("when the port is in use", async () => {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const ran = await run(["serve"], environment({ PORT: String(port) }));
    server.close();
    expect(ran).toMatchObject({ code: 3, out: "" });
    expectOneLine(ran.err, new RegExp(`${port}`));
  });

  it("when the data folder cannot be written", async () => {
    const file = join(folder, "a-file");
    await writeFile(file, "");
    const ran = await run(["serve"], environment({ PORT: "0", DISTINGUO_DATA: join(file, "var") }));
    expect(ran).toMatchObject({ code: 3, out: "" });
    expectOneLine(ran.err, /a-file/);
  });

  it("when settings are wrong, naming all of them and never what they hold", async () => {
    const wrong = { PORT: "eighty", TELEGRAM_BOT_TOKEN: TOKEN, LOG_LEVEL: "loud" };
    const ran = await run(["serve"], environment(wrong));
    expect(ran).toMatchObject({ code: 3, out: "" });
    expectOneLine(ran.err, /^settings: .*PORT .*TELEGRAM_BOT_TOKEN .*LOG_LEVEL /);
    expect(ran.err).not.toContain(TOKEN);
  });
});

describe("owner-link", () => {
  it("makes another link, on the address people use", async () => {
    const settings = environment({ PUBLIC_URL: "https://console.example" });
    const ran = await run(["owner-link"], settings);
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toMatch(/^https:\/\/console\.example\/console\/setup#[\w-]{43}\n$/);
    const json = await run(["owner-link", "--json"], settings);
    expect(JSON.parse(json.out)).toEqual({ ownerLink: expect.stringContaining("#") });
  });

  it("takes nothing but --json", async () => {
    expect((await run(["owner-link", "now"], environment({}))).code).toBe(2);
  });
});

describe("serve", () => {
  it("says as JSON where it is, and ends with exit code 0 when told to stop", async () => {
    const env = { ...process.env, ...environment({ PORT: "0" }).environment };
    const child = spawn(process.execPath, [PROGRAM, "serve", "--json"], { env });
    const ended = once(child, "exit");
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      if (out.endsWith("}\n")) child.kill("SIGTERM");
    });
    expect(await ended).toEqual([0, null]);
    expect(JSON.parse(out)).toMatchObject({
      address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+/),
      telegram: false,
      ownerLink: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/console\/setup#[\w-]{43}$/),
      bundle: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });
});
