// HOT: asked for every victim; no closures, no allocation.
/** How many records there are and how many of them are new, counted now and then; shards chosen by their share. */
import { ROOT_COUNT, ROOT_NEW, SHARDS } from '../memory/layout.ts';
import type { Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { Random32 } from './random.ts';

/** Most victims between two countings; with fewer records they are counted more often. */
const RECOUNT_EVERY = 256;
const RECORDS_A_RECOUNT = 256;

export class Census {
  readonly #store: Keyspace;
  readonly #control: Int32Array;
  /** Records of each shard, and of all, as they were counted. */
  readonly perShard: Int32Array = new Int32Array(SHARDS);
  /** The database that holds all records of a shard; -1 when there are several, or none. */
  readonly soleDb: Int32Array = new Int32Array(SHARDS);
  #counted = 0;
  #untilRecount = 0;
  /** Records of the whole store and new ones among them: as counted, less what whoever evicts took off since. */
  records = 0;
  news = 0;

  constructor(store: Keyspace) {
    this.#store = store;
    this.#control = store.control;
  }

  /** Called for each victim. @returns whether the records were counted again */
  isRecounted(): boolean {
    if (--this.#untilRecount > 0) return false;
    this.#recount();
    return true;
  }

  #recount(): void {
    const store = this.#store;
    let records = 0;
    let news = 0;
    for (let shard = 0; shard < SHARDS; shard++) {
      const before = records;
      let sole = -1;
      let databases = 0;
      for (let db = 0; db < store.databases; db++) {
        const root = store.rootAt(shard, db);
        const count = this.#control[root + ROOT_COUNT]!;
        if (count === 0) continue;
        records += count;
        news += this.#control[root + ROOT_NEW]!;
        sole = db;
        databases++;
      }
      this.perShard[shard] = records - before;
      this.soleDb[shard] = databases === 1 ? sole : -1;
    }
    this.#counted = records;
    this.records = records;
    this.news = news;
    this.#untilRecount = Math.min(RECOUNT_EVERY, records / RECORDS_A_RECOUNT);
  }

  /** A shard by its share of the records, or any while there are none: the same chance for each record. */
  chooseShard(random: Random32): number {
    const number = random.next() >>> 0;
    if (this.#counted === 0) return number & (SHARDS - 1);
    let pick = number % this.#counted;
    for (let shard = 0; shard < SHARDS; shard++) {
      pick -= this.perShard[shard]!;
      if (pick < 0) return shard;
    }
    return SHARDS - 1;
  }

  /** Ends the probation of a record, under its shard's lock. @param place shard, and database from bit 6 on */
  settle(ref: Ref, place: number): void {
    const { records } = this.#store;
    if (!records.isNew(ref)) return;
    records.setNew(ref, false);
    this.#control[this.#store.rootAt(place & (SHARDS - 1), place >>> 6) + ROOT_NEW]! -= 1;
    this.news--;
  }
}
