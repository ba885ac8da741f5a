/** The words around facts read out of what a person typed. */
import * as z from "zod";

const Line = z.string().min(1).max(600);
const Label = z.string().min(1).max(30);

export const ProposalWords = z.strictObject({
  heard: Line,
  unconfirmed: Line,
  /** The person's own words. */
  quote: Line,
  /** A reading that differs from what was answered before. */
  differs: Line,
  /** To words typed beside the readings in which nothing new was read. */
  beside: Line,
  /** In the notice, where what is typed leaves this process to be read. */
  elsewhere: Line,
  accept: Label,
  discard: Label,
  dropped: Label,
  /** Between answers that were filed together, in one line. */
  between: z.string().min(1).max(3),
});
export type ProposalWords = z.infer<typeof ProposalWords>;
