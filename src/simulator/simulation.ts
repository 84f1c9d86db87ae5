/** What a simulated cache is: asked for each request in turn, it says whether it had the object. */

export interface SimulatedCache {
  /**
   * One request; on a miss the object is stored.
   * @param key number of the key in its trace
   * @param size bytes, or 1 when capacities count objects
   * @param cost of a miss, relative; 1 where the trace does not say
   * @param nowMs time of the request
   * @param ttlMs how long what a miss stores is to live; 0: for ever
   * @returns whether it was there
   */
  access(key: number, size: number, request: number, cost?: number, nowMs?: number, ttlMs?: number): boolean;
  /** Objects that had to go so far. */
  readonly evictions: number;
}

export interface Outcome {
  readonly requests: number;
  readonly hits: number;
  /** Bytes asked for, and those of them that were hits. */
  readonly bytes: number;
  readonly hitBytes: number;
  /** What all misses would cost, and what the hits saved of it. */
  readonly cost: number;
  readonly savedCost: number;
  readonly evictions: number;
  /** Processor time of the whole run in µs. */
  readonly cpuUs: number;
}
