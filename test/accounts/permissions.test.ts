import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { ACTIONS, may, ROLES } from "../../src/accounts/permissions.ts";
import type { Action, Role } from "../../src/accounts/permissions.ts";

/** One letter a role that may: visitor, cadre, reviewer, administrator, owner. */
const TABLE: Readonly<Record<Action, string>> = {
  consult: "vcrao",
  "take-copy": "vcrao",
  "forget-own-case": "vcrao",
  "fill-own-checklist": "vcrao",
  "keep-own-account": "rao",
  "read-submitted-cases": "r",
  "read-audit-log": "ao",
  "read-operation-detail": "ao",
  "offer-content": "a",
  "manage-accounts": "o",
};

const CASES = ACTIONS.flatMap((action) =>
  ROLES.map((role) => [role, action, TABLE[action].includes(role.charAt(0))] as const),
);

describe("who may do what", () => {
  it.each(CASES)("%s, %s: %s", (role, action, expected) => {
    expect(may([role], action)).toBe(expected);
  });

  it("is nothing for somebody without a role", () => {
    expect(ACTIONS.filter((action) => may([], action))).toEqual([]);
  });

  it("with several roles is what one of them allows, and no more", () => {
    const roles = fc.subarray<Role>([...ROLES]);
    fc.assert(
      fc.property(roles, fc.constantFrom(...ACTIONS), (held, action) => {
        expect(may(held, action)).toBe(held.some((role) => may([role], action)));
      }),
    );
  });
});
