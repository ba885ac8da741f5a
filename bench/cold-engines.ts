/** The engines that a cold start is taken of. */

/** Ours twice: the rules read plainly as the peers read them, and the whole content with its checks and proofs. */
export const COLD = [
  "closures",
  "zen-engine",
  "json-rules-engine",
  "publicodes",
  "distinguo, rules only",
  "distinguo, all content checked and proved",
] as const;
