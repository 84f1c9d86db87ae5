/**
 * Objects that expire, in a policy that knows nothing of it: what is past its time is a miss, and stored anew it keeps
 * its place. An expired object that nobody asks for stays until the policy evicts it.
 */
import type { SimulatedCache } from '../simulation.ts';

export class Expiring implements SimulatedCache {
  readonly #cache: SimulatedCache;
  /** When each object expires that is or was there. */
  readonly #expiresAtMs: Float64Array;

  /** @param unique keys of the trace */
  constructor(cache: SimulatedCache, unique: number) {
    this.#cache = cache;
    this.#expiresAtMs = new Float64Array(unique);
  }

  get evictions(): number {
    return this.#cache.evictions;
  }

  access(key: number, size: number, request: number, cost = 1, nowMs = 0, ttlMs = 0): boolean {
    const hit = this.#cache.access(key, size, request, cost, nowMs, ttlMs) && this.#expiresAtMs[key]! > nowMs;
    if (!hit) this.#expiresAtMs[key] = ttlMs > 0 ? nowMs + ttlMs : Number.POSITIVE_INFINITY;
    return hit;
  }
}
