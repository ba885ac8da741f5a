/** A memory of bounded size: what was neither found nor put for the longest is forgotten first. */

export interface Latest<T> {
  /** Undefined where nothing is remembered. */
  get(key: string): T | undefined;
  /** Answers the value. */
  put(key: string, value: T): T;
}

/** Remembers so many values, none of them undefined. */
export function latest<T>(countMax: number): Latest<T> {
  const kept = new Map<string, T>();
  const put = (key: string, value: T): T => {
    // Set anew, it is the youngest again.
    kept.delete(key);
    kept.set(key, value);
    if (kept.size > countMax) kept.delete(kept.keys().next().value ?? "");
    return value;
  };
  return {
    get: (key) => {
      const found = kept.get(key);
      return found === undefined ? undefined : put(key, found);
    },
    put,
  };
}
