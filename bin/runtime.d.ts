/** Which Node runs distinguo; see runtime.js. */

/** The one line for a machine with no Node that can run distinguo. */
export declare function refusal(version: string): string;

/** The package with the pinned Node for a machine, or undefined where there is none. */
export declare function pinnedPackage(
  platform: string,
  arch: string,
): { readonly name: string; readonly binary: string } | undefined;

/** What to do on this machine. `find` answers the path of a file of an installed package. */
export declare function chooseRuntime(machine: {
  readonly version: string;
  readonly platform: string;
  readonly arch: string;
  readonly find: (name: string, file: string) => string | undefined;
}):
  | { readonly run: "here" }
  | { readonly run: "pinned"; readonly binary: string }
  | { readonly run: "refuse"; readonly line: string };
