/** Facts given on the command line → an account, each mistake at its line and column. */
import * as z from "zod";
import type { Account } from "../policy/account.ts";
import { valuesOf } from "../policy/compile.ts";
import { err, ok, type Problem, type Result } from "../policy/result.ts";
import type { World } from "../dialogue/world.ts";

/** yes and no may come as booleans. */
const Value = z.union([z.string(), z.boolean().transform((value) => (value ? "yes" : "no"))]);
const Day = z.iso.date();

const fields = {
  facts: z.record(z.string(), Value).default({}),
  unsure: z.array(z.string()).optional(),
  pack: z.string().nullable().optional(),
  acted: z.strictObject({ from: Day, until: Day }).optional(),
  decided: Day.optional(),
};
/** What `classify` takes; a misspelt key is refused rather than passed over. */
export const AccountInput = z.strictObject(fields);
/** A coded case may carry anything beside its facts. */
export const CodedAccount = z.looseObject(fields);
type Given = z.infer<typeof AccountInput>;

export type Locate = (path: readonly PropertyKey[]) => NonNullable<Problem["at"]>;

/** Problems: account/unknown-fact, account/unknown-value, account/unknown-pack, account/dates. */
export function accountFrom(
  input: Given,
  world: World,
  locate: Locate,
): Result<Account & { pack: string | null }> {
  const problems: Problem[] = [];
  const pack = input.pack ?? null;
  if (pack !== null && !world.packs.some(({ id }) => id === pack)) {
    const known = world.packs.map(({ id }) => id).join(", ");
    return err([
      {
        code: "account/unknown-pack",
        message: `no pack ${pack}; there are ${known}`,
        at: locate(["pack"]),
      },
    ]);
  }
  const compiled = world.compiled(pack);
  const facts = new Map(compiled.facts.map((fact) => [fact.id, fact]));
  for (const [id, value] of Object.entries(input.facts)) {
    const fact = facts.get(id);
    if (fact === undefined)
      problems.push({
        code: "account/unknown-fact",
        message: `no fact ${id}`,
        at: locate(["facts", id]),
      });
    else if (!valuesOf(fact).includes(value)) {
      problems.push({
        code: "account/unknown-value",
        message: `fact ${id} has no value ${value}; it takes ${valuesOf(fact).join(", ")}`,
        at: locate(["facts", id]),
      });
    }
  }
  (input.unsure ?? []).forEach((id, i) => {
    if (!facts.has(id))
      problems.push({
        code: "account/unknown-fact",
        message: `no fact ${id}`,
        at: locate(["unsure", i]),
      });
  });
  problems.push(...dateProblems(input, locate));
  if (problems.length > 0) return err(problems);
  return ok({
    facts: input.facts,
    pack,
    ...(input.unsure === undefined
      ? {}
      : { unsure: input.unsure.filter((id) => !(id in input.facts)) }),
    ...(input.acted === undefined ? {} : { acted: input.acted }),
    ...(input.decided === undefined ? {} : { decided: input.decided }),
  });
}

function dateProblems({ acted, decided }: Given, locate: Locate): readonly Problem[] {
  const problem = (message: string, key: string): Problem => ({
    code: "account/dates",
    message,
    at: locate([key]),
  });
  if (acted === undefined) return [];
  return [
    ...(acted.from > acted.until ? [problem("acted: from comes after until", "acted")] : []),
    ...(decided !== undefined && decided < acted.until
      ? [problem("decided comes before the end of acted", "decided")]
      : []),
  ];
}
