/** What each policy would have hit of late, from all that knows a part of it. */
import { type PolicyShare, SINGLE_RULES } from '../eviction/trials/policy-trials.ts';
import type { PolicyReport } from './report.ts';

interface RuleShare {
  readonly name: string;
  readonly share: number;
  readonly inForce: boolean;
}

/**
 * @param rules what the miniatures of the rules would have hit, weighted by cost @param policy in force @param chooser the
 * policy whose rules these are: when it is in force, one of its rules is, too @param others what other policies would
 * have saved @returns those of which something is known: a share is NaN as long as no read was sampled
 */
export function policyShares(
  rules: readonly RuleShare[],
  policy: string,
  chooser: string,
  others: readonly PolicyShare[],
): PolicyReport[] {
  const inForce = rules.find((rule) => rule.inForce);
  if (inForce === undefined) return [];
  const single = SINGLE_RULES.flatMap(({ name, rule }) =>
    rules.filter((each) => each.name === rule.name).map(({ share }) => ({ name, share })),
  );
  const reports = [
    ...[{ name: chooser, share: inForce.share }, ...single, ...others].map(({ name, share }) => ({
      name,
      hitRatio: share,
      inForce: name === policy,
    })),
    ...rules.map((rule) => ({
      name: rule.name,
      hitRatio: rule.share,
      inForce: rule === inForce && policy === chooser,
    })),
  ];
  return reports.filter(({ hitRatio }) => !Number.isNaN(hitRatio));
}
