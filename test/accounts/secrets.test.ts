import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { TOTP } from "otpauth";
import { fitsNobody, fitsPassword, hashPassword } from "../../src/accounts/passwords.ts";
import { AccountName, Password, RECOVERY_CODES } from "../../src/accounts/register.ts";
import type { Account } from "../../src/accounts/register.ts";
import {
  authenticatorOf,
  newAuthenticator,
  withCode,
  withoutRecoveryCode,
  withRecoveryCodes,
} from "../../src/accounts/second-factor.ts";
import { vaultOf } from "../../src/accounts/vault.ts";

const vault = vaultOf(Buffer.alloc(32, 7));
const NOW_MS = 1_795_000_000_000;
const STEP_MS = 30_000;

function account(): Account {
  const id = "0123456789abcdef";
  return {
    id,
    name: "wang",
    roles: ["owner"],
    disabled: false,
    begunMs: 0,
    password: "-",
    authenticator: newAuthenticator(vault, id),
    recovery: [],
  };
}

describe("a password", () => {
  it("fits its own hash, in whatever form its characters are typed, and no other one does", async () => {
    const stored = await hashPassword("caf\u00e9 über den Wolken");
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await fitsPassword("cafe\u0301 über den Wolken", stored)).toBe(true);
    expect(await fitsPassword("cafe über den Wolken", stored)).toBe(false);
    expect(await fitsNobody("café über den Wolken")).toBe(false);
  });

  it("never has the same hash twice", async () => {
    expect(await hashPassword("one and the same")).not.toBe(await hashPassword("one and the same"));
  });

  it("is checked with the parameters kept beside its hash", async () => {
    const weaker =
      "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    expect(await fitsPassword("anything at all", weaker)).toBe(false);
  });

  it.each(["", "plain", "$argon2id$v=19$m=9999999,t=99,p=1$AAAA$AAAA"])(
    "is not checked against %j",
    async (stored) => {
      await expect(fitsPassword("anything", stored)).rejects.toThrow(TypeError);
    },
  );

  it.each<[string, boolean]>([
    ["a".repeat(11), false],
    ["a".repeat(12), true],
    ["一二三四五六七八九十百千", true],
    ["𠮷".repeat(128), true],
    ["a".repeat(129), false],
  ])("of %j: %s", (text, expected) => {
    expect(Password.safeParse(text).success).toBe(expected);
  });
});

describe("a name", () => {
  it.each<[string, string | undefined]>([
    [" 王明 ", "王明"],
    ["ｗａｎｇ", "wang"],
    ["li.si-2", "li.si-2"],
    ["w", undefined],
    ["-wang", undefined],
    ["wang ming", undefined],
    ["<b>wang", undefined],
    ["w".repeat(33), undefined],
  ])("%j is kept as %j", (typed, expected) => {
    expect(AccountName.safeParse(typed).data).toBe(expected);
  });
});

describe("a sealed text", () => {
  it("opens for its own place and no other, and not when a bit of it changed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(), (text, at) => {
        const whole = text.toWellFormed();
        const sealed = vault.seal(whole, "here");
        expect(vault.open(sealed, "here")).toBe(whole);
        expect(() => vault.open(sealed, "there")).toThrow();
        const bytes = Buffer.from(sealed, "base64url");
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ 1;
        expect(() => vault.open(bytes.toString("base64url"), "here")).toThrow();
      }),
    );
  });

  it("does not open with another key", () => {
    const other = vaultOf(Buffer.alloc(32, 8));
    expect(() => other.open(vault.seal("secret", "here"), "here")).toThrow();
    expect(other.hash("a", "b")).not.toBe(vault.hash("a", "b"));
  });
});

describe("a code of the authenticator", () => {
  const codeAt = (one: Account, atMs: number) =>
    TOTP.generate({
      secret: (() => authenticator(one).secret)(),
      timestamp: atMs,
    });
  const authenticator = (one: Account) => {
    const { address, secret } = authenticatorOf(vault, one);
    expect(address).toContain(`secret=${secret}`);
    return { secret: new TOTP({ secret }).secret };
  };

  it.each<[string, number, boolean]>([
    ["of now", 0, true],
    ["of the step before", -STEP_MS, true],
    ["of the step to come", STEP_MS, true],
    ["two steps old", -2 * STEP_MS, false],
    ["two steps early", 2 * STEP_MS, false],
  ])("%s: %s ms away, %s", (_, awayMs, expected) => {
    const one = account();
    const taken = withCode(vault, one, codeAt(one, NOW_MS + awayMs), NOW_MS);
    expect(taken !== undefined).toBe(expected);
  });

  it("counts once, and so does any older one after it", () => {
    const one = account();
    const code = codeAt(one, NOW_MS);
    const older = codeAt(one, NOW_MS - STEP_MS);
    const taken = withCode(vault, one, code, NOW_MS);
    expect(taken?.authenticator.confirmed).toBe(true);
    if (taken === undefined) return;
    expect(withCode(vault, taken, code, NOW_MS)).toBeUndefined();
    expect(withCode(vault, taken, older, NOW_MS)).toBeUndefined();
    expect(withCode(vault, taken, codeAt(one, NOW_MS + STEP_MS), NOW_MS)).toBeDefined();
  });

  it.each(["", "12345", "1234567", "abcdef", "000000 or 1"])("%j is none", (typed) => {
    expect(withCode(vault, account(), typed, NOW_MS)).toBeUndefined();
  });
});

describe("recovery codes", () => {
  it("are ten, kept as hashes, and each counts once however it is typed", () => {
    const { codes, account: one } = withRecoveryCodes(vault, account());
    expect(new Set(codes).size).toBe(RECOVERY_CODES);
    expect(JSON.stringify(one)).not.toContain(codes[0]);
    const typed = ` ${codes[0]?.toLowerCase().replaceAll("-", " ")} `;
    const after = withoutRecoveryCode(vault, one, typed);
    expect(after?.recovery).toHaveLength(RECOVERY_CODES - 1);
    if (after === undefined) return;
    expect(withoutRecoveryCode(vault, after, typed)).toBeUndefined();
    expect(withoutRecoveryCode(vault, after, codes[1] ?? "")).toBeDefined();
  });

  it("of one account are none of another", () => {
    const { codes } = withRecoveryCodes(vault, account());
    const other = withRecoveryCodes(vault, { ...account(), id: "fedcba9876543210" }).account;
    expect(withoutRecoveryCode(vault, other, codes[0] ?? "")).toBeUndefined();
  });
});
