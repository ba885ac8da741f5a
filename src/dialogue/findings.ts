/** What the policy makes of the answers: found once for an account, however often a turn looks at it. */
import type { Account } from "../policy/account.ts";
import type { Compiled } from "../policy/compile.ts";
import { decide, groundsOf, type Grounds, type Verdict } from "../policy/decide.ts";
import { accountOf } from "./answers.ts";
import type { Talk } from "./world.ts";

interface Findings {
  readonly compiled: Compiled;
  readonly grounds: Grounds | undefined;
  verdict?: Verdict;
}

/** Under the law it was looked at last. */
const found = new WeakMap<Account, Findings>();

function findingsOf(talk: Talk): Findings {
  const { compiled } = talk;
  const account = accountOf(talk);
  const known = found.get(account);
  if (known?.compiled === compiled) return known;
  const made = { compiled, grounds: groundsOf(compiled, account) };
  found.set(account, made);
  return made;
}

/** What deciding starts from; undefined where the answers contradict themselves. */
export function groundsFor(talk: Talk): Grounds | undefined {
  return findingsOf(talk).grounds;
}

/** The verdict on the answers so far. */
export function verdictFor(talk: Talk): Verdict {
  const findings = findingsOf(talk);
  findings.verdict ??= decide(talk.compiled, accountOf(talk), findings.grounds);
  return findings.verdict;
}
