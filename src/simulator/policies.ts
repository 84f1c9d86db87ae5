/** Whatever can be simulated: the server's policies, and exact ones. */
import { loadPolicies } from '../eviction/load-policies.ts';
import { Expiring } from './exact/expiring.ts';
import { Lfu } from './exact/lfu.ts';
import { Optimal } from './exact/optimal.ts';
import { Fifo, Lru } from './exact/order.ts';
import { RandomOrder } from './exact/random.ts';
import type { SimulatedCache } from './simulation.ts';
import { StoreCache } from './store-cache.ts';
import type { Trace } from './trace.ts';

export interface Contestant {
  readonly name: string;
  readonly about: string;
  /** Whether it works on objects of different sizes. */
  readonly sized: boolean;
  /** @param capacity objects, or bytes when `sized` */
  make(capacity: number, trace: Trace, sized: boolean): SimulatedCache;
}

const EXACT: readonly Contestant[] = [
  { name: 'fifo', about: 'exact first in, first out', sized: false, make: (capacity) => new Fifo(capacity) },
  { name: 'lru', about: 'exact least recently used', sized: false, make: (capacity) => new Lru(capacity) },
  { name: 'lfu', about: 'exact least frequently used', sized: false, make: (capacity) => new Lfu(capacity) },
  { name: 'random', about: 'any object', sized: false, make: (capacity) => new RandomOrder(capacity) },
  {
    name: 'opt',
    about: "Bélády's optimum, which knows the future",
    sized: false,
    make: (capacity, { keys, unique }) => new Optimal(capacity, keys, unique),
  },
];

/** The server's policies for all keys, then the exact ones. Those for volatile keys need keys that expire. */
export async function contestants(): Promise<Contestant[]> {
  const own: Contestant[] = [];
  for (const policy of (await loadPolicies()).values()) {
    if (policy.volatileOnly || policy.name === 'noeviction') continue;
    own.push({
      name: policy.name,
      about: "the server's own",
      sized: true,
      make: (capacity, trace, sized) =>
        new StoreCache(policy, capacity, sized, { objects: likelyObjects(capacity, trace, sized) }),
    });
  }
  return [...own, ...EXACT.map(minding)];
}

/** An exact policy for traces whose objects expire, too. */
function minding(exact: Contestant): Contestant {
  const make = (capacity: number, trace: Trace): SimulatedCache => {
    const cache = exact.make(capacity, trace, false);
    return trace.ttls === undefined ? cache : new Expiring(cache, trace.unique);
  };
  return { ...exact, make };
}

/** How many objects of a trace fit into a capacity, by their mean size. */
function likelyObjects(capacity: number, trace: Trace, sized: boolean): number {
  if (!sized || trace.sizes === undefined || trace.sizes.length === 0) return capacity;
  const mean = trace.sizes.reduce((sum, size) => sum + size, 0) / trace.sizes.length;
  return Math.max(1, capacity / mean);
}
