/**
 * What a policy hits on public traces, beside a simple exact implementation of the same idea. A file a policy, so that
 * they run beside each other.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPolicies } from '../../src/eviction/load-policies.ts';
import type { EvictionPolicy } from '../../src/eviction/policy.ts';
import { replay } from '../../src/simulator/replay.ts';
import { StoreCache } from '../../src/simulator/store-cache.ts';
import { traceFolder } from '../helpers/traces.ts';
import { KNOWN, type KnownRow, knownTrace } from './known-figures.ts';

const TOLERANCE = 0.5;

/**
 * @param column of the known figures
 * @param behind points by which the policy may stay behind, as its header explains: rounded up to the next half point or
 *   so; by trace and capacity
 */
export function expectKnownFigures(
  name: string,
  column: Exclude<keyof KnownRow, 'trace' | 'capacity'>,
  behind: Readonly<Record<string, number>> = {},
): void {
  let policy: EvictionPolicy;
  beforeAll(async () => {
    policy = (await loadPolicies()).get(name)!;
  });

  describe.skipIf(traceFolder() === undefined)(`${name} on public traces`, () => {
    it.each(KNOWN)('$trace, $capacity objects', { timeout: 120_000 }, (row) => {
      const cache = new StoreCache(policy, row.capacity, false, { lfuDecayMinutes: 0 });
      const { hits, requests } = replay(knownTrace(row.trace), cache, false);
      const allowed = behind[`${row.trace} ${row.capacity}`] ?? TOLERANCE;
      expect((hits / requests) * 100).toBeGreaterThan(row[column] - allowed);
    });
  });

  it('is given room only for traces that there are', () => {
    const known = new Set(KNOWN.map(({ trace, capacity }) => `${trace} ${capacity}`));
    expect(Object.keys(behind).filter((key) => !known.has(key))).toEqual([]);
  });
}
