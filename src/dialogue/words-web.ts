/** The web page's own words. */

export const WEB_WORDS = [
  "title",
  "send",
  "placeholder",
  "label",
  "skip",
  "failed",
  "again",
  "download",
  "preview",
  "answered",
  "print",
  "offline",
  "loading",
] as const;
