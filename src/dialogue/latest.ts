/** A memory of bounded size: what was neither found nor put for the longest is forgotten first. */

export interface Latest<T> {
  /** Undefined where nothing is remembered. */
  get(key: string): T | undefined;
  put(key: string, value: T): void;
}

/** Remembers so many values, none of them undefined. */
export function latest<T>(countMax: number): Latest<T> {
  const kept = new Map<string, T>();
  const put = (key: string, value: T): void => {
    // Set anew, it is the youngest again.
    kept.delete(key);
    kept.set(key, value);
    if (kept.size > countMax) kept.delete(kept.keys().next().value ?? "");
  };
  return {
    get: (key) => {
      const found = kept.get(key);
      if (found !== undefined) put(key, found);
      return found;
    },
    put,
  };
}
