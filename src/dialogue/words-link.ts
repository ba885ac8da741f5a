/** What is said when somebody ties their messenger to an account of the console. */
import * as z from "zod";

const Line = z.string().min(1).max(300);

export const LinkWords = z.strictObject({
  /** `/link` with no code. */
  how: Line,
  linked: Line,
  refused: Line,
});
