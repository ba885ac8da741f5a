/** The peers' packages are installed under bench/ alone, and nothing else may need them. */

/**
 * A package of bench/package.json, or undefined where it is not installed.
 * The caller says what it uses of it: types of the package itself would make the root's check need it.
 */
export async function importPeer<T>(name: string): Promise<T | undefined> {
  const url = resolved(name);
  return url === undefined ? undefined : ((await import(url)) as T);
}

/** Only an absent package is forgiven: one that is there and breaks must be seen. */
function resolved(name: string): string | undefined {
  try {
    return import.meta.resolve(name);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")
      return undefined;
    throw error;
  }
}
