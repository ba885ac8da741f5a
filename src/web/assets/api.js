/** The server's two answers, and what to make of silence. */

/** @typedef {import("../../dialogue/reply.ts").Reply} Reply */
/** @typedef {import("../contract.ts").TurnRequest} TurnRequest */
/** @typedef {import("../contract.ts").WebWords} WebWords */

/**
 * @typedef {{ readonly outcome: "stored", readonly status: "handled" | "duplicate", readonly replies: readonly Reply[] }} Stored
 * @typedef {{ readonly outcome: "apology", readonly apology: string }} Apology
 * @typedef {{ readonly outcome: "failed" | "offline" }} Lost
 */

const ANSWER_TIMEOUT_MS = 30_000;

/**
 * Posts one turn. Never rejects: "offline" when no answer came, "failed" when it was no answer of ours.
 * @param {TurnRequest} turn
 * @returns {Promise<Stored | Apology | Lost>}
 */
export async function postTurn(turn) {
  try {
    const response = await fetch("/api/turn", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(turn),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    if (response.status === 503 || response.status === 429) return await readApology(response);
    // The cookie is gone (expired, or cleared): the page brings a new one for the next try.
    if (response.status === 401) await fetch("/");
    if (!response.ok) return { outcome: "failed" };
    return { outcome: "stored", ...(await response.json()) };
  } catch {
    return { outcome: "offline" };
  }
}

/**
 * The page's own words; rejects when they cannot be had.
 * @param {string | undefined} language
 * @returns {Promise<{ readonly language: string, readonly words: WebWords }>}
 */
export async function fetchWords(language) {
  const query = language === undefined ? "" : `?lang=${encodeURIComponent(language)}`;
  const response = await fetch(`/api/words${query}`, {
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`words: ${response.status}`);
  return response.json();
}

/** A random UUID; `crypto.randomUUID` is missing where the page is served over plain HTTP in an office network. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, index) => {
    if (index === 6) return ((byte & 0x0f) | 0x40).toString(16).padStart(2, "0");
    if (index === 8) return ((byte & 0x3f) | 0x80).toString(16).padStart(2, "0");
    return byte.toString(16).padStart(2, "0");
  }).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * A proxy in between may answer 503 or 429 too, without an apology of ours.
 * @param {Response} response
 * @returns {Promise<Apology | Lost>}
 */
async function readApology(response) {
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("application/json")) return { outcome: "failed" };
  const { apology } = await response.json();
  return typeof apology === "string" ? { outcome: "apology", apology } : { outcome: "failed" };
}
