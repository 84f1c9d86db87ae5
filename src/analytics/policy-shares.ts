/** What each policy would have hit of late, from all that knows a part of it. */
import type { PolicyShare } from '../eviction/trials/policy-trials.ts';
import type { PolicyReport } from './report.ts';

interface RuleShare {
  readonly name: string;
  readonly share: number;
  readonly inForce: boolean;
}

/** The rule that is all there is to allkeys-cost. */
const COST_RULE = 'valued';

/**
 * @param rules what the miniatures of the rules would have hit, weighted by cost @param lruRatio hit ratio of LRU at the
 * size of now, by the curve @param policy in force @param chooser the policy whose rules these are: when it is in force,
 * one of its rules is told to be @param others what other policies would have saved
 */
export function policyShares(
  rules: readonly RuleShare[],
  lruRatio: number | undefined,
  policy: string,
  chooser: string,
  others: readonly PolicyShare[],
): PolicyReport[] {
  if (rules.length === 0) return [];
  const isChoosing = policy === chooser;
  const row = (name: string, hitRatio: number | undefined): PolicyReport[] =>
    hitRatio === undefined ? [] : [{ name, hitRatio, inForce: !isChoosing && name === policy }];
  return [
    ...row(chooser, rules.find(({ inForce }) => inForce)?.share),
    ...row('allkeys-lru', lruRatio),
    ...row('allkeys-cost', rules.find(({ name }) => name === COST_RULE)?.share),
    ...others.flatMap(({ name, share }) => row(name, share)),
    ...rules.map(({ name, share, inForce }) => ({ name, hitRatio: share, inForce: inForce && isChoosing })),
  ];
}
