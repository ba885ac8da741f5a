/** What owner and reviewer do in the console of a real process, on the true clock. */
import { Secret as AuthenticatorKey, TOTP } from "otpauth";
import type { Visitor } from "../support/visitor.ts";
import type { House } from "./house.ts";
import { WORDS } from "./people.ts";
import type { Secret } from "./traces.ts";

const STEP_MS = 30_000;
const PASSWORDS = {
  first: "quiet carp under seven Gables",
  second: "eleven loud herons above Ostend",
  wrong: "drowsy-manticore-for-nobody",
  reviewer: "铁锚与 forty-four candlesticks",
} as const;
/** Somebody types their password where the name belongs. */
const MISPLACED = "griffin-in-the-name-field";
/** Where the register of accounts lies; it tells the names people chose for log-in, which owners have to see. */
const REGISTER = "accounts/accounts.json";
const OWNER = "owner-halcyon";
const REVIEWER = "reviewer-pelican";

export interface Office {
  readonly secrets: readonly Secret[];
  /** A code that ties the reviewer's messenger. */
  readonly linkCode: string;
}

/** `ownerLink` as the process printed it. */
export async function keepsOffice(house: House, ownerLink: string): Promise<Office> {
  const found: Secret[] = [];
  const note = (name: string, text: string, exceptIn: readonly string[] = []) => {
    if (text === "") throw new Error(`${name} was not shown`);
    found.push({ name, text, exceptIn });
  };
  for (const [name, text] of Object.entries(PASSWORDS)) note(`the ${name} password`, text);
  note("a password typed as a name", MISPLACED);
  note("the owner's account name", OWNER, [REGISTER]);
  note("the reviewer's account name", REVIEWER, [REGISTER]);
  // The link is for whoever starts the program, and is shown to them once.
  const token = ownerLink.split("#")[1] ?? "";
  note("the owner's link", token, ["standard output"]);

  const owner = house.visitor();
  await settles(owner, token, OWNER, PASSWORDS.first, note);
  await owner.get("/console/accounts");
  await owner.post("/console/accounts/invite", { role: ["reviewer"] });
  const invitation = owner.shown("invitation").split("#")[1] ?? "";
  note("the invitation", invitation);
  const reviewer = house.visitor();
  await settles(reviewer, invitation, REVIEWER, PASSWORDS.reviewer, note);
  await reviewer.get("/console/me");
  await reviewer.post("/console/me/link", {});
  const linkCode = reviewer.shown("link-code").replace("/link ", "");
  note("the code for the bot", linkCode);
  await changesPassword(owner, note);
  await failsToEnter(house, token);
  return { secrets: found, linkCode };
}

type Note = (name: string, text: string) => void;

async function settles(
  visitor: Visitor,
  token: string,
  name: string,
  password: string,
  note: Note,
): Promise<void> {
  await visitor.post("/console/setup", { token, name, password });
  const key = visitor.shown("secret");
  note(`the authenticator's key of ${name}`, key);
  noteCookie(visitor, `${name} setting up`, note);
  // The code of the coming half minute is taken as well, and so leaves none to wait for.
  await visitor.post("/console/enrol", { code: codeOf(key, Date.now()) });
  noteCookie(visitor, name, note);
  const codes = [...visitor.text.matchAll(/<li><code>([\w-]+)<\/code>/g)].map(([, one]) => one);
  for (const [at, code] of codes.entries()) {
    note(`recovery code ${at} of ${name}`, code ?? "");
    note(`recovery code ${at} of ${name}, tidy`, code?.replaceAll("-", "") ?? "");
  }
  await visitor.get("/console/me");
  note(`the form token of ${name}`, visitor.formToken);
  await visitor.post("/console/log-out", {});
  await visitor.post("/console/log-in", { name, password });
  noteCookie(visitor, `${name} half logged in`, note);
  await visitor.post("/console/second-factor", { code: codes[0] ?? "" });
  noteCookie(visitor, `${name} logged in`, note);
}

const codeOf = (key: string, timestamp: number) =>
  TOTP.generate({ secret: AuthenticatorKey.fromBase32(key), timestamp, period: STEP_MS / 1_000 });

function noteCookie(visitor: Visitor, whose: string, note: Note): void {
  note(`the session of ${whose}`, visitor.cookies.get("distinguo-console") ?? "");
}

async function changesPassword(owner: Visitor, note: Note): Promise<void> {
  await owner.get("/console/me");
  await owner.post("/console/me/password", { current: PASSWORDS.first, next: PASSWORDS.second });
  noteCookie(owner, "the owner with another password", note);
}

/** Every way of being refused, at pages that are kept to be looked through. */
async function failsToEnter(house: House, usedUp: string): Promise<void> {
  const { origin } = new URL(house.address);
  const post = (path: string, fields: Record<string, string>) =>
    house.keep(path, { method: "POST", headers: { origin }, body: new URLSearchParams(fields) });
  const { wrong, first } = PASSWORDS;
  await post("/console/log-in", { name: OWNER, password: first }).then(expectStatus(422));
  // The page gives the name back to whoever typed it, and is not kept.
  house.pages.pop();
  await post("/console/log-in", { name: "nobody-here", password: wrong }).then(expectStatus(422));
  const form = { method: "POST", headers: { origin } };
  const typed = new URLSearchParams({ name: MISPLACED, password: wrong });
  await house.ask("/console/log-in", { ...form, body: typed }).then(expectStatus(422));
  await post("/console/setup", { token: usedUp, name: "late", password: wrong }).then(
    expectStatus(403),
  );
  // The field keeps what was pasted into it, for whoever pasted it.
  house.pages.pop();
  await post(`/console/${WORDS.path}`, {}).then(expectStatus(404));
  await house.breakDisk();
  await post("/console/log-in", { name: "nobody-here", password: wrong }).then(expectStatus(500));
  await house.mendDisk();
}

const expectStatus = (wanted: number) => (answer: Response) => {
  if (answer.status !== wanted) throw new Error(`${answer.status} instead of ${wanted}`);
};
