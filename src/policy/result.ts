/** Errors as values. What a person or an editor can cause is returned; only a broken promise in code is thrown. */

/** A place in a file: 1-based line and column. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `code` is stable (`area/what`); `message` is for editors and logs. */
export interface Problem {
  readonly code: `${string}/${string}`;
  readonly message: string;
  readonly at?: Place;
}

export type Result<T, E = readonly Problem[]> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const err = <E>(error: E): Result<never, E> => ({ ok: false, error });
