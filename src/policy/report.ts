/** A verdict as the JSON the command line promises. */
import type { Account } from "./account.ts";
import type { Compiled } from "./compile.ts";
import { changesOf } from "./changes.ts";
import { groundsOf, type Verdict } from "./decide.ts";
import { elementsOf } from "./elements.ts";
import { decisiveAnswers, worthSeeking } from "./explain.ts";
import { validityOn } from "./law.ts";

/** For whom a report is: a person never sees what would change the verdict, only steps. */
export type Reader = "person" | "reviewer";

/**
 * Field by field as the contract names them. Sentences come in Chinese, with the English beside them in `…_en`.
 * `grounds` are those of the account. `cites` holds norms and official formulations only; the policy's own conditions stand in `defaults`, never as a norm.
 */
export function reportOf(
  compiled: Compiled,
  account: Account,
  verdict: Verdict,
  bundle: string,
  reader: Reader,
  grounds = groundsOf(compiled, account),
) {
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
      because: rule.because.zh,
      because_en: rule.because.en,
      ...basesOf(compiled, account, rule.cites),
    })),
    presumptions: verdict.presumptions,
    decisive: grounds === undefined ? {} : decisiveAnswers(grounds),
    ask: verdict.ask,
    seek: grounds === undefined ? [] : worthSeeking(grounds),
    ...(reader === "person" ? {} : { changes: grounds === undefined ? [] : changesOf(grounds) }),
    measures: verdict.measures.map(({ id, what, owner, owner_name, due, cites }) => ({
      id,
      what: what.zh,
      what_en: what.en,
      owner,
      owner_name: owner_name.zh,
      owner_name_en: owner_name.en,
      due: due?.zh ?? null,
      due_en: due?.en ?? null,
      ...basesOf(compiled, account, cites),
    })),
    elements: elementsOf(compiled, account),
    conflict: verdict.conflict,
    ...(verdict.law === undefined ? {} : { law: verdict.law }),
    bundle,
    pack: compiled.pack?.id ?? null,
  };
}

function basesOf(compiled: Compiled, account: Account, ids: readonly string[]) {
  const bases = ids.flatMap((id) => {
    const source = compiled.sources.get(id);
    const provision = source?.provisions.find((candidate) => candidate.id === id);
    return source === undefined || provision === undefined ? [] : [{ id, source, provision }];
  });
  return {
    cites: bases
      .filter(({ source }) => source.kind !== "default")
      .map(({ id, source, provision }) => {
        const inForce = validityOn(compiled, id, account);
        return {
          source: source.title.zh,
          article: provision.article.zh,
          provision: id,
          verified: source.verified,
          ...(inForce.length === 0 ? {} : { in_force: inForce }),
        };
      }),
    defaults: bases
      .filter(({ source }) => source.kind === "default")
      .map(({ provision }) => provision.summary.zh),
  };
}
