/** A verdict as the JSON the command line promises. */
import type { Account } from "./account.ts";
import type { Compiled } from "./compile.ts";
import type { Verdict } from "./decide.ts";
import { validityOn } from "./law.ts";

/** Field by field as the contract names them; `because` and `what` in both languages. */
export function reportOf(compiled: Compiled, account: Account, verdict: Verdict, bundle: string) {
  return {
    range: verdict.range,
    settled: verdict.settled,
    presumed: verdict.presumed,
    class: verdict.class,
    lines: verdict.lines,
    distinctions: verdict.distinctions,
    reasons: verdict.reasons.map((rule) => ({
      rule: rule.id,
      tier: rule.tier,
      ...(rule.sides === undefined ? {} : { sides: rule.sides }),
      because: rule.because,
      cites: rule.cites.map((id) => citation(compiled, account, id)),
    })),
    presumptions: verdict.presumptions,
    ask: verdict.ask,
    measures: verdict.measures.map(({ id, what, owner, owner_name, due, cites }) => ({
      id,
      what,
      owner,
      owner_name,
      due,
      cites: cites.map((cite) => citation(compiled, account, cite)),
    })),
    conflict: verdict.conflict,
    ...(verdict.law === undefined ? {} : { law: verdict.law }),
    bundle,
    pack: compiled.pack?.id ?? null,
  };
}

function citation(compiled: Compiled, account: Account, id: string) {
  const source = compiled.sources.get(id);
  const provision = source?.provisions.find((candidate) => candidate.id === id);
  const validity = validityOn(compiled, id, account);
  return {
    source: source?.title.zh ?? id,
    article: provision?.article.zh ?? "",
    provision: id,
    kind: source?.kind ?? "norm",
    verified: source?.verified ?? "secondary",
    ...(validity.length === 0 ? {} : { in_force: validity }),
  };
}
