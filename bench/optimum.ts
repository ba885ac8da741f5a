/** The fewest questions that can be expected, by working backwards over everything that may be left of a policy. */
import type { NodeId } from "../src/policy/diagram.ts";
import { DiagramTooLarge } from "../src/policy/diagram.ts";
import { askable } from "../src/policy/ask.ts";
import type { Residuals } from "../src/policy/residual.ts";
import { weighed, type Shares } from "../src/policy/weigh.ts";

export interface Optimum {
  /** Questions expected from the beginning. */
  readonly questions: number;
  /** Different remains that were looked at. */
  readonly remains: number;
  /** The variable that the shortest talk asks next; -1 where nothing is left to ask. */
  next(remain: NodeId): number;
}

/** Undefined where more than `remainsMax` different remains can come up. */
export function optimumOf(
  residuals: Residuals,
  root: NodeId,
  shares: Shares,
  remainsMax: number,
): Optimum | undefined {
  if (!isWithin(residuals, root, shares, remainsMax)) return undefined;
  const known = new Map<NodeId, { readonly cost: number; readonly variable: number }>();
  const solve = (remain: NodeId): { readonly cost: number; readonly variable: number } => {
    const found = known.get(remain);
    if (found !== undefined) return found;
    let best = { cost: 0, variable: -1 };
    for (const variable of askable(residuals, remain)) {
      const cost = 1 + expected(residuals, remain, shares, variable, (rest) => solve(rest).cost);
      if (best.variable < 0 || cost < best.cost) best = { cost, variable };
    }
    known.set(remain, best);
    return best;
  };
  const { cost } = solve(root);
  return { questions: cost, remains: known.size, next: (remain) => solve(remain).variable };
}

function expected(
  residuals: Residuals,
  remain: NodeId,
  shares: Shares,
  variable: number,
  costOf: (rest: NodeId) => number,
): number {
  const whole = weighed(residuals, remain, shares).possible;
  return (shares[variable] ?? []).reduce((sum, share, value) => {
    const rest = residuals.restrict(remain, variable, value);
    const { possible } = weighed(residuals, rest, shares);
    return possible === 0 ? sum : sum + ((share * possible) / whole) * costOf(rest);
  }, 0);
}

/** Counts before anything is weighed, so that what is out of reach is soon given up. */
function isWithin(residuals: Residuals, root: NodeId, shares: Shares, remainsMax: number): boolean {
  const seen = new Set([root]);
  try {
    for (const remain of seen) {
      if (seen.size > remainsMax) return false;
      for (const [variable, { length }] of shares.entries())
        for (let value = 0; value < length; value += 1)
          seen.add(residuals.restrict(remain, variable, value));
    }
  } catch (error) {
    if (!(error instanceof DiagramTooLarge)) throw error;
    return false;
  }
  return true;
}
