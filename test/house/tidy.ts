/** The house rules as functions over files: each answers one line for every breach, so that made-up files can test it. */

/** A file of the repository, its path relative to the root with `/` between the parts. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

const LINES_MAX = 300;
const CODE = /\.(?:ts|js|mjs)$/;

/** What a layer may import of ours: whole, or its types only. A layer always may import itself. */
interface Layer {
  readonly paths: RegExp;
  readonly values?: RegExp;
  readonly types?: RegExp;
  /** Neither clock nor chance nor machine: the same input gives the same answer for ever. */
  readonly pure?: boolean;
  /** Modules of Node that a pure layer may import all the same. */
  readonly node?: RegExp;
}

const EVERYTHING = /^(?:src|machines)\//;
const LAYERS: Readonly<Record<string, Layer>> = {
  policy: { paths: /^src\/policy\//, pure: true },
  machines: { paths: /^machines\//, types: /^src\/policy\//, pure: true },
  // Hashes and signatures are sums over bytes: pure, though Node keeps them beside its randomness.
  receipts: {
    paths: /^src\/receipts\//,
    values: /^src\/policy\//,
    pure: true,
    node: /^node:crypto$/,
  },
  dialogue: {
    paths: /^src\/dialogue\//,
    values: /^(?:src\/(?:policy|receipts)|machines)\//,
    pure: true,
  },
  // Words into facts: the same text and patterns give the same proposals.
  reader: {
    paths: /^src\/reader\//,
    values: /^src\/policy\//,
    types: /^src\/dialogue\/reply\.ts$/,
    pure: true,
  },
  content: { paths: /^src\/content\//, values: /^src\/(?:policy|dialogue|reader)\// },
  // Roles, accounts, sessions: knows neither where they are kept nor how they are shown.
  accounts: { paths: /^src\/accounts\//, values: /^src\/(?:ports|app\/token-buckets)\.ts$/ },
  ports: {
    paths: /^src\/ports\.ts$/,
    types: /^src\/(?:policy|dialogue|receipts|accounts|reader)\//,
  },
  app: {
    paths: /^src\/app\//,
    values: /^src\/(?:(?:policy|dialogue|content|receipts)\/|(?:ports|in-turn)\.ts$)/,
  },
  stores: {
    paths: /^src\/stores\//,
    values: /^src\/(?:receipts\/|(?:ports|in-turn|dialogue\/case)\.ts$)/,
    types: /^src\/policy\//,
  },
  // The shapes that cross the ports, and nothing else of the dialogue.
  web: {
    paths: /^src\/web\//,
    values: /^src\/(?:accounts\/|(?:ports|dialogue\/(?:reply|case|console-words))\.ts$)/,
  },
  channels: {
    paths: /^src\/channels\//,
    values: /^src\/(?:(?:ports|dialogue\/(?:reply|case))\.ts$|web\/)/,
  },
  // A queue a key: plain mechanism that shell and stores share.
  "in-turn": { paths: /^src\/in-turn\.ts$/ },
  readers: {
    paths: /^src\/readers\//,
    values: /^src\/(?:reader\/|ports\.ts$)/,
    types: /^src\/(?:policy|dialogue|content)\//,
  },
  settings: { paths: /^src\/settings\.ts$/, values: /^src\/ports\.ts$/ },
  entry: { paths: /^src\/(?:(?:main|cli)\.ts$|commands\/)/, values: EVERYTHING },
};

const ENTRY_OR_APP = /^src\/(?:app\/|commands\/|(?:main|cli)\.ts$)/;
/** Who may use a package; one that is not named here is not to be used at all. */
const PACKAGES: readonly (readonly [RegExp, RegExp])[] = [
  [/^zod$/, EVERYTHING],
  [/^(?:grammy|@grammyjs)(?:\/.+)?$/, /^src\/channels\//],
  [/^lowdb(?:\/.+)?$/, /^src\/stores\//],
  [/^xstate(?:\/.+)?$/, /^(?:machines|src\/dialogue)\//],
  [/^(?:hono|@hono)(?:\/.+)?$/, /^src\/(?:web|channels)\//],
  [/^yaml$/, /^src\/content\//],
  [/^@node-rs\/jieba(?:\/.+)?$/, /^src\/reader\//],
  [/^(?:ai|@ai-sdk\/openai-compatible)$/, /^src\/readers\//],
  [/^otpauth$/, /^src\/accounts\//],
  [/^uqr$/, /^src\/web\//],
  [/^canonicalize$/, /^src\/receipts\//],
  [/^(?:chokidar|pino|prom-client)$/, ENTRY_OR_APP],
  [/^csv-stringify(?:\/.+)?$/, /^src\/(?:dialogue|app|commands|web)\//],
];

const ENVIRONMENT_READERS = /^src\/(?:main|cli|settings)\.ts$/;

const IMPURE: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bTemporal\.Now\b|\bperformance\b/, "a clock"],
  [/\bset(?:Timeout|Interval|Immediate)\b/, "a timer"],
  [/\bMath\.random\b|\bcrypto\b|\brandom(?:Bytes|Int|UUID|Fill)|\bgenerateKey/, "randomness"],
  [/\bprocess\b|\bglobalThis\b/, "the environment"],
  [/\bfetch\(/, "the network"],
];

// Written so that this file does not break its own rule.
const UNFINISHED = /\b(?:TO[D]O|FIX[M]E|XX[X])\b/;
const HOME = /(?<![\w.:/@~-])\/(?:root|work|builds|(?:home|Users)\/[\w.-]+)\/|\b[A-Z]:\\Users\\/;
const REGISTRY = /https?:\/\/[^\s"'`]*(?:registry\.|npmmirror|verdaccio|artifactory)/i;

/** The code without its comments, lines kept; strings stay. */
function withoutComments(text: string): string {
  const token =
    /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\/.*|\/\*[\s\S]*?\*\//g;
  return text.replaceAll(token, (found) =>
    found.startsWith("/") ? found.replaceAll(/[^\n]/g, " ") : found,
  );
}

/** The imports and re-exports of a file. */
export function importsOf(text: string): readonly Import[] {
  const code = withoutComments(text);
  const statement =
    /\b(import|export)(\s+type)?\b(?:[\w\s{},*$]*?\bfrom)?\s*["']([^"'\n]+)["']|\bimport\s*\(\s*["'`]([^"'`\n]+)["'`]/g;
  return [...code.matchAll(statement)].map((found) => ({
    from: found[3] ?? found[4] ?? "",
    typeOnly: found[2] !== undefined,
    line: lineAt(code, found.index),
  }));
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/** The path of a file that `from` names in `importer`. */
function resolvePath(importer: string, from: string): string {
  return new URL(from, `file:///${importer}`).pathname.slice(1);
}

/** Breaches of the layers: who imports whom, which packages, and what a pure layer must not touch. */
function layerBreaches({ path, text }: SourceFile): readonly string[] {
  if (!EVERYTHING.test(path) || !/\.(?:ts|js)$/.test(path)) return [];
  // What runs in the browser is no layer of ours.
  if (path.startsWith("src/web/assets/")) return [];
  const [name, layer] = Object.entries(LAYERS).find(([, { paths }]) => paths.test(path)) ?? [];
  if (name === undefined || layer === undefined) return [`${path}: belongs to no layer`];
  return [
    ...importsOf(text).flatMap((one) => {
      const why = importBreach(path, name, layer, one);
      return why === undefined ? [] : [`${path}:${one.line}: ${why}`];
    }),
    ...(layer.pure === true ? impureLines(path, name, text) : []),
  ];
}

function importBreach(path: string, name: string, layer: Layer, one: Import): string | undefined {
  if (one.from.startsWith(".")) return ownBreach(path, name, layer, one);
  if (one.from.startsWith("node:"))
    return layer.pure === true && layer.node?.test(one.from) !== true
      ? `${name} is pure and must not import ${one.from}`
      : undefined;
  const users = PACKAGES.find(([named]) => named.test(one.from))?.[1];
  if (users === undefined) return `${one.from} is a package nobody may import`;
  return users.test(path) ? undefined : `${name} must not import ${one.from}`;
}

function ownBreach(path: string, name: string, layer: Layer, one: Import): string | undefined {
  const target = resolvePath(path, one.from);
  if (layer.paths.test(target) || layer.values?.test(target) === true) return undefined;
  if (layer.types?.test(target) !== true) return `${name} must not import ${target}`;
  return one.typeOnly ? undefined : `${name} may import types only from ${target}`;
}

function impureLines(path: string, name: string, text: string): readonly string[] {
  return linesOf(withoutComments(text)).flatMap(([line, number]) =>
    IMPURE.flatMap(([found, what]) =>
      found.test(withoutStrings(line))
        ? [`${path}:${number}: ${name} is pure and must not use ${what}`]
        : [],
    ),
  );
}

function withoutStrings(line: string): string {
  return line.replaceAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, '""');
}

function linesOf(text: string): readonly (readonly [string, number])[] {
  return text.split("\n").map((line, index) => [line, index + 1] as const);
}

/** Breaches of the rules for code of any kind: length, default exports, reading the environment. */
function codeBreaches({ path, text }: SourceFile): readonly string[] {
  if (!CODE.test(path)) return [];
  const lines = text.replace(/\n$/, "").split("\n").length;
  const tooLong = lines > LINES_MAX ? [`${path}: ${lines} lines, ${LINES_MAX} allowed`] : [];
  const code = linesOf(withoutComments(text));
  const found = (rule: RegExp, what: string) =>
    code.flatMap(([line, number]) =>
      rule.test(withoutStrings(line)) ? [`${path}:${number}: ${what}`] : [],
    );
  const reads = /^(?:src|machines|bin)\//.test(path) && !ENVIRONMENT_READERS.test(path);
  return [
    ...tooLong,
    ...(path === "vitest.config.ts"
      ? []
      : found(/^\s*export default\b|\bas default\b/, "a default export")),
    ...(reads
      ? found(
          /\bprocess(?:\.|\?\.|\[)\s*(?:env\b|"")|\bimport\.meta\.env\b/,
          "reads the environment",
        )
      : []),
  ];
}

/** Breaches of the rules for every file: nothing unfinished, and nothing that names the machine it was made on. */
function textBreaches({ path, text }: SourceFile): readonly string[] {
  const rules: readonly (readonly [RegExp, string])[] = [
    [HOME, "names a folder of one machine"],
    [REGISTRY, "names a package registry"],
    ...(path === "package-lock.json"
      ? [[/"resolved"\s*:/, "says where a package was fetched"] as const]
      : [[UNFINISHED, "is marked as unfinished"] as const]),
  ];
  return linesOf(text).flatMap(([line, number]) =>
    rules.flatMap(([found, what]) => (found.test(line) ? [`${path}:${number}: ${what}`] : [])),
  );
}

/** Every breach of every rule. */
export function breachesOf(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => [
    ...layerBreaches(file),
    ...codeBreaches(file),
    ...textBreaches(file),
  ]);
}
