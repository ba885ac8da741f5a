/** Roles by messenger identity: which account a conversation is tied to, and how it comes to be. */
import type { Roles } from "../ports.ts";
import { tidyCode } from "./codes.ts";
import { mayTry, note } from "./desk.ts";
import type { Desk } from "./desk.ts";
import { isActive, withAccount } from "./register.ts";
import type { Account, Register } from "./register.ts";

/** Messengers vouch for who writes; a browser's cookie and a terminal do not. */
const VOUCHED = /^telegram:/;
const IDENTITY = "messenger";
/** Enough to tell two identities apart in the audit log. */
const OBJECT_CHARACTERS = 16;

export function messengerRoles(desk: Desk): Roles {
  return {
    async rolesOf(conversation) {
      const hash = desk.vault.hash(conversation, IDENTITY);
      const { accounts } = await desk.register.read();
      const account = accounts.find(({ messenger }) => messenger?.hash === hash);
      return account !== undefined && isActive(account) ? ["cadre", ...account.roles] : ["cadre"];
    },
    async link(conversation, code) {
      const identity = desk.vault.hash(conversation, IDENTITY);
      if (!VOUCHED.test(conversation)) return "refused";
      if (!mayTry(desk, { conversation: identity, everyone: "" })) return "refused";
      const linked = await desk.register.change((now) => link(desk, now, conversation, code));
      const object = identity.slice(0, OBJECT_CHARACTERS);
      const outcome = linked === undefined ? "failed" : "done";
      await note(desk, linked ?? "nobody", "link-messenger", outcome, object);
      return linked === undefined ? "refused" : "linked";
    },
  };
}

/** Answers the id of the account; undefined: the code is wrong, late or used, or the identity belongs to another one. */
function link(desk: Desk, now: Register, conversation: string, code: string) {
  const identity = desk.vault.hash(conversation, IDENTITY);
  const hash = desk.vault.hash(tidyCode(code), "link code");
  const nowMs = desk.clock.nowMs();
  const account = now.accounts.find((one) => isActive(one) && one.linkCode?.hash === hash);
  const { linkCode } = account ?? {};
  const refused = { next: now, answer: undefined };
  if (account === undefined || linkCode === undefined || linkCode.untilMs <= nowMs) return refused;
  // The turn was delivered again: it was done the first time.
  if (linkCode.usedBy === identity && account.messenger?.hash === identity)
    return { next: now, answer: account.id };
  const taken = now.accounts.some((one) => one.messenger?.hash === identity && one !== account);
  if (linkCode.usedBy !== undefined || taken) return refused;
  const tied = (one: Account): Account => ({
    ...one,
    linkCode: { ...linkCode, usedBy: identity },
    messenger: { hash: identity, sealed: desk.vault.seal(conversation, `messenger ${one.id}`) },
  });
  return { next: withAccount(now, account.id, tied), answer: account.id };
}
