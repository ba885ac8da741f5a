/** Puts the work with accounts together: the stores, the key, the time. */
import { deskOf } from "../accounts/desk.ts";
import type { Desk } from "../accounts/desk.ts";
import { EMPTY_REGISTER, NO_SESSIONS, Register, Sessions } from "../accounts/register.ts";
import { hasOwner, newOwnerLink } from "../accounts/setting-up.ts";
import type { Clock } from "../ports.ts";
import { smallDocument } from "../stores/account-store.ts";
import { auditLog } from "../stores/audit-log.ts";
import type { Keyring } from "../stores/keyring.ts";

export interface OfficeSettings {
  readonly dataFolder: string;
  readonly keyring: Pick<Keyring, "secretFor">;
  readonly clock: Clock;
}

/** Nothing is read or made before it is used. */
export function openOffice({ dataFolder, keyring, clock }: OfficeSettings): Desk {
  const register = smallDocument({
    dataFolder,
    name: "accounts",
    schema: Register,
    empty: EMPTY_REGISTER,
  });
  const sessions = smallDocument({
    dataFolder,
    name: "sessions",
    schema: Sessions,
    empty: NO_SESSIONS,
  });
  const audit = auditLog({ dataFolder, key: keyring.secretFor("audit"), clock });
  return deskOf({ clock, secret: keyring.secretFor("accounts"), register, sessions, audit });
}

/** A new one-time link for an owner. The token stands behind the #: no server and no log sees it. */
export async function ownerLink(desk: Desk, address: string): Promise<string> {
  return setupLink(address, await newOwnerLink(desk));
}

/** undefined: there is an owner who can log in. */
export async function firstOwnerLink(desk: Desk, address: string): Promise<string | undefined> {
  return (await hasOwner(desk)) ? undefined : ownerLink(desk, address);
}

const setupLink = (address: string, token: string) =>
  new URL(`/console/setup#${token}`, address).href;
