/**
 * Legal values of `maxmemory-policy`, in the order in which Redis' error message lists its own, then Larder's.
 *
 * The policies themselves are files in `src/eviction/policies/`, a folder that this one may not import. Whoever loads
 * that folder hands the names over with `definePolicyNames()` before settings are read.
 */
export const policyNames: string[] = [
  'volatile-lru',
  'volatile-lfu',
  'volatile-random',
  'volatile-ttl',
  'allkeys-lru',
  'allkeys-lfu',
  'allkeys-random',
  'noeviction',
  'volatile-fifo',
  'allkeys-fifo',
  'allkeys-adaptive',
];

/** Replaces the legal policies. Names already listed keep their place, so that error messages keep Redis' order. */
export function definePolicyNames(names: readonly string[]): void {
  const wanted = new Set(names);
  const kept = policyNames.filter((name) => wanted.has(name));
  const added = names.filter((name) => !kept.includes(name)).sort();
  policyNames.splice(0, policyNames.length, ...kept, ...added);
}
