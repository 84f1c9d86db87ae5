/** Plays a trace against a simulated cache and counts what came of it. */
import type { Outcome, SimulatedCache } from './simulation.ts';
import type { Trace } from './trace.ts';

/** Requests between two reports of progress. */
const REPORT_EVERY = 16_384;

/**
 * @param sized whether capacities count bytes; otherwise every object has size 1
 * @param progress told now and then how many requests are done
 */
export function replay(
  trace: Trace,
  cache: SimulatedCache,
  sized: boolean,
  progress?: (requests: number) => void,
): Outcome {
  const { keys, sizes, costs, times, ttls } = trace;
  // Times may begin anywhere; the store's begin at 1.
  const began = (times?.[0] ?? 0) - 1;
  let hits = 0;
  let bytes = 0;
  let hitBytes = 0;
  let cost = 0;
  let savedCost = 0;
  const before = process.cpuUsage();
  for (let i = 0; i < keys.length; i++) {
    const size = sizes === undefined ? 1 : sizes[i]!;
    const price = costs === undefined ? 1 : costs[i]!;
    bytes += size;
    cost += price;
    const nowMs = times === undefined ? i : times[i]! - began;
    const ttlMs = ttls === undefined || Number.isNaN(ttls[i]!) ? 0 : ttls[i]!;
    if (cache.access(keys[i]!, sized ? size : 1, i, price, nowMs, ttlMs)) {
      hits++;
      hitBytes += size;
      savedCost += price;
    }
    if (progress !== undefined && (i & (REPORT_EVERY - 1)) === 0) progress(i);
  }
  const cpu = process.cpuUsage(before);
  const { evictions } = cache;
  return { requests: keys.length, hits, bytes, hitBytes, cost, savedCost, evictions, cpuUs: cpu.user + cpu.system };
}
