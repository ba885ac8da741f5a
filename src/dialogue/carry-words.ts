/** Words for a case that goes over to another version. */
import * as z from "zod";

const Line = z.string().min(1).max(300);

export const MovedWords = z.strictObject({
  /** The button, and the line above it. */
  use_newest: z.string().min(1).max(30),
  offer: Line,
  /** The first line: one chose to go over, or the version left cannot be read any more. */
  done: Line,
  lost: Line,
  place: Line,
  all_kept: Line,
  again: Line,
  gone: Line,
  meaning: Line,
  options: Line,
  unnamed: Line,
  unheard: Line,
});
