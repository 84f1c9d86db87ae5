/**
 * The census that INFO tells: of this very moment while there are few keys, else the one that the background thread took
 * last (analytics/big-keys.ts).
 */
import type { ShardWalk } from '../dispatch/shard-walk.ts';
import type { Ref } from '../memory/types.ts';
import { KeyCensus, SharedKeyCensus } from '../store/key-census.ts';
import { KeyIteration } from '../store/key-iteration.ts';
import type { Keyspace } from '../store/keyspace.ts';

/** Most keys that are counted for a client, some seven milliseconds of work … */
const MOST_KEYS = 50_000;
/** … and for one who asked for all of INFO, which takes about as long. */
const MOST_KEYS_BESIDE = 1_000;
/** Buckets of the index that are visited in one hold of a lock: some tens of microseconds. */
const VISITS_PER_HOLD = 32;

export class CensusTaker {
  readonly #store: Keyspace;
  readonly #shared: SharedKeyCensus;
  readonly #census: KeyCensus;
  readonly #iteration: KeyIteration;

  constructor(store: Keyspace, shared: SharedArrayBuffer) {
    this.#store = store;
    this.#shared = new SharedKeyCensus(shared, store.databases);
    this.#census = new KeyCensus(store.databases);
    this.#iteration = new KeyIteration(store);
  }

  /**
   * @param walk gives locks; undefined where none may be taken
   * @param isAsked whether somebody wants just this
   */
  take(walk: ShardWalk | undefined, isAsked: boolean): KeyCensus {
    const mayCount = walk !== undefined && this.#keys() <= (isAsked ? MOST_KEYS : MOST_KEYS_BESIDE);
    if (!mayCount || !this.#countAll(walk)) this.#shared.read(this.#census);
    return this.#census;
  }

  #keys(): number {
    const { databases } = this.#store;
    let keys = 0;
    for (let db = 0; db < databases; db++) keys += this.#store.size(db);
    return keys;
  }

  #countAll(walk: ShardWalk): boolean {
    this.#census.clear();
    for (let db = 0; db < this.#store.databases; db++) {
      if (this.#store.size(db) > 0 && !this.#count(walk, db)) return false;
    }
    return true;
  }

  /** @returns false when a lock was not had in time */
  #count(walk: ShardWalk, db: number): boolean {
    const iteration = this.#iteration;
    iteration.start(0, 0);
    while (!iteration.isAtEnd) {
      if (iteration.skipEmptyShard(db)) continue;
      const { shard } = iteration;
      if (!walk.tryEnter(shard)) return false;
      for (let i = 0; i < VISITS_PER_HOLD && iteration.shard === shard; i++) {
        const found = iteration.step(db);
        for (let k = 0; k < found; k++) this.#census.note(this.#store, db, iteration.refs[k]! as Ref);
      }
      walk.leave(shard);
    }
    return true;
  }
}
