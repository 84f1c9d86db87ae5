// HOT: one call a sampled record; no closures, no allocation on the JS heap.
/**
 * The best candidates for eviction that samples have met so far: what is sampled for one victim serves the next ones
 * too, which makes five samples act like many more. Parallel arrays, worst candidate first.
 */
import type { Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';

const POOL = 16;

export class CandidatePool {
  readonly scores: Float64Array = new Float64Array(POOL);
  readonly refs: Int32Array = new Int32Array(POOL);
  readonly hashes: Int32Array = new Int32Array(POOL);
  /** Shard, and database from bit 6 on. */
  readonly places: Int32Array = new Int32Array(POOL);
  /** Access clocks when they were sampled: a record that was used since has another one. */
  readonly clocks: Float64Array = new Float64Array(POOL);
  /** Whatever else whoever offers wants to know of them later. */
  readonly uses: Int32Array = new Int32Array(POOL);
  count = 0;

  /** A record was sampled, which deserves to go by `score`. */
  offer(store: Keyspace, ref: Ref, place: number, score: number, uses = 0): void {
    if (this.count === POOL && score <= this.scores[0]!) return;
    for (let i = 0; i < this.count; i++) {
      if (this.refs[i] !== ref) continue;
      if (this.clocks[i] === store.records.accessClock(ref)) return;
      // It was used since it was met, or another record lies there now.
      this.#drop(i);
      break;
    }
    let at: number;
    if (this.count === POOL) {
      // The worst goes; those that are worse than the newcomer move down.
      at = 0;
      while (at + 1 < POOL && this.scores[at + 1]! < score) {
        this.#move(at + 1, at);
        at++;
      }
    } else {
      at = this.count++;
      while (at > 0 && this.scores[at - 1]! > score) {
        this.#move(at - 1, at);
        at--;
      }
    }
    this.scores[at] = score;
    this.refs[at] = ref;
    this.hashes[at] = store.records.hash(ref);
    this.places[at] = place;
    this.clocks[at] = store.records.accessClock(ref);
    this.uses[at] = uses;
  }

  #drop(index: number): void {
    this.count--;
    for (let i = index; i < this.count; i++) this.#move(i + 1, i);
  }

  #move(from: number, to: number): void {
    this.scores[to] = this.scores[from]!;
    this.refs[to] = this.refs[from]!;
    this.hashes[to] = this.hashes[from]!;
    this.places[to] = this.places[from]!;
    this.clocks[to] = this.clocks[from]!;
    this.uses[to] = this.uses[from]!;
  }
}
