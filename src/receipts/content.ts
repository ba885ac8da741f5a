/** A verdict as the content of a receipt. */
import type { Account } from "../policy/account.ts";
import type { Compiled } from "../policy/compile.ts";
import { decide, groundsOf, type Verdict } from "../policy/decide.ts";
import { reportOf } from "../policy/report.ts";
import { reportHashOf } from "./hashing.ts";
import { FORMAT, type Content, type VerdictIds } from "./schema.ts";

/**
 * `bundle`: the hash of the content. `grounds` and `verdict`: those of the account where they are known, in whatever order
 * the facts were answered; else it is decided anew. Throws on facts or values the policy does not know.
 */
export function contentOf(
  compiled: Compiled,
  account: Account,
  bundle: string,
  grounds = groundsOf(compiled, account),
  verdict: Verdict = decide(compiled, account, grounds),
): Content {
  const sorted = { ...account, unsure: [...(account.unsure ?? [])].toSorted() };
  return {
    format: FORMAT,
    bundle,
    pack: compiled.pack?.id ?? null,
    ...(account.acted === undefined ? {} : { acted: account.acted }),
    ...(account.decided === undefined ? {} : { decided: account.decided }),
    facts: { ...account.facts },
    unsure: sorted.unsure,
    verdict: idsOf(verdict),
    report: reportHashOf(reportOf(compiled, sorted, verdict, bundle, "person", grounds)),
  };
}

/** The account that a content was made of. */
export function accountIn({ facts, unsure, acted, decided }: Content): Account {
  return {
    facts,
    unsure,
    ...(acted === undefined ? {} : { acted }),
    ...(decided === undefined ? {} : { decided }),
  };
}

/** Which question could come next is left out: it is how one asks, not what was found. */
function idsOf(verdict: Verdict): VerdictIds {
  const { lines, presumedLines, law } = verdict;
  return {
    range: [...verdict.range],
    settled: verdict.settled,
    presumed: verdict.presumed,
    class: verdict.class,
    lines: listsOf(lines),
    presumedLines: listsOf(presumedLines),
    distinctions: { ...verdict.distinctions },
    presumedDistinctions: { ...verdict.presumedDistinctions },
    reasons: verdict.reasons.map(({ id }) => id),
    presumptions: [...verdict.presumptions],
    measures: verdict.measures.map(({ id }) => id),
    conflict: [...verdict.conflict],
    ...(law === undefined
      ? {}
      : { law: { act: [...law.act], decision: [...law.decision], differs: law.differs } }),
  };
}

function listsOf({ accountability, discipline }: Verdict["lines"]): VerdictIds["lines"] {
  return { accountability: [...accountability], discipline: [...discipline] };
}
