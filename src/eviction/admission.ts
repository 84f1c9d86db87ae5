// HOT: runs inline when writers outrun the worker; no closures, no allocation on the JS heap.
/**
 * Makes room by a rule (adaptive/rules.ts): new records are on probation, and the longest idle of them has to beat the
 * least valuable old one to stay.
 *
 * Problem: queues that keep probation and main part apart would need links in the records, and every access to change
 * them; and another policy would need other queues.
 * Idea: a "new" flag in the record and a count of new records are all there is. A few records are sampled at random: the
 * longest idle new one is the challenger, the worst old one the victim. With more new records than the rule allows,
 * they are compared by their aged use counts and the loser goes; a winner loses its flag. Expired records met on the
 * way go first.
 * Cost: about ten records looked at for a victim, fetched side by side.
 * Gives up: exactness, as all sampling does.
 */
import {
  G_ACCESSES,
  G_EVICTION_RULE,
  G_MARKS_NEW,
  G_RECENT,
  G_RECENT_NEXT,
  G_USE_EPOCH,
  RECENT_ENTRIES,
  RECENT_WORDS,
  ROOT_COUNT,
  ROOT_NEW,
  S_LOCK,
  SHARDS,
} from '../memory/layout.ts';
import { lockWithin, unlock } from '../memory/lock.ts';
import { NO_REF, type Ref } from '../memory/types.ts';
import { costOf } from '../store/cost-class.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { AGING, usesOf } from '../store/use-count.ts';
import { type EvictionRule, RULES, SCORE_IDLE_BYTES_PER_VALUE, scoreOf } from './adaptive/rules.ts';
import { Random32 } from './random.ts';
import { chooseDatabase, MAX_SHARD_TRIES, MAX_WAIT_MS } from './sampling.ts';

/** Buckets looked at in one hold, in shards with so many records that the same one hardly comes twice. */
const MAX_BUCKETS = 4;
const MANY_RECORDS = 1024;
/** Most victims between two countings of all records; with fewer records they are counted more often. */
const RECOUNT_EVERY = 256;
const RECORDS_A_RECOUNT = 256;
/** A window this much wider than the rule's, after a change of rules, closes by letting its records in. */
const TOO_WIDE = 1.1;
/** New records tried, the latest first, when the sample has none. */
const RECENT_TRIES = 8;

export class Admission {
  readonly #store: Keyspace;
  readonly #control: Int32Array;
  readonly #bucket = new Int32Array(16);
  readonly #random = new Random32();
  /** The rule that is always in force; undefined: the one that was chosen last. */
  #fixed: EvictionRule | undefined;
  #rule: EvictionRule = RULES[0]!;
  /** Records of the whole store, and new ones among them, when they were last counted, less what went since. */
  #records = 0;
  #news = 0;
  #untilRecount = 0;
  /** Records of each shard, and of all, as they were counted. */
  readonly #perShard = new Int32Array(SHARDS);
  #counted = 0;
  // The worst old record of the sample …
  #victim: Ref = NO_REF;
  #victimPlace = 0;
  #victimHash = 0;
  #victimClock = 0;
  #victimUses = 0;
  #worst = 0;
  // … and the longest idle new one.
  #challenger: Ref = NO_REF;
  #challengerPlace = 0;
  #challengerHash = 0;
  #challengerClock = 0;
  #challengerUses = 0;
  #longestIdle = -1;

  constructor(store: Keyspace) {
    this.#store = store;
    this.#control = store.control;
  }

  /** @param rule 'chosen': whichever the chooser has put in force */
  setRule(rule: EvictionRule | 'chosen' | undefined): void {
    this.#fixed = rule === 'chosen' ? undefined : rule;
  }

  /** Evicts one key (or deletes an expired one). The caller holds no shard's lock. @returns false if there is none. */
  evictOne(): boolean {
    this.#rule = this.#fixed ?? RULES[this.#control[G_EVICTION_RULE]!]!;
    if (--this.#untilRecount <= 0) this.#recount();
    this.#store.history.sweep();
    this.#victim = NO_REF;
    this.#challenger = NO_REF;
    this.#worst = Number.NEGATIVE_INFINITY;
    this.#longestIdle = -1;
    const { samples } = this.#rule;
    let looked = 0;
    for (let tries = 0; tries < MAX_SHARD_TRIES && looked < samples; tries++) {
      const outcome = this.#sampleShard(this.#chooseShard(), samples - looked);
      if (outcome < 0) return true;
      looked += outcome;
    }
    return looked > 0 && this.#decide();
  }

  /** A shard by its share of the records, or any while there are none: the same chance for each record. */
  #chooseShard(): number {
    const random = this.#random.next() >>> 0;
    if (this.#counted === 0) return random & (SHARDS - 1);
    let pick = random % this.#counted;
    for (let shard = 0; shard < SHARDS; shard++) {
      pick -= this.#perShard[shard]!;
      if (pick < 0) return shard;
    }
    return SHARDS - 1;
  }

  /** Counts the records, which decides about the window, the size of the use history and the end of the epoch. */
  #recount(): void {
    const store = this.#store;
    const control = this.#control;
    let records = 0;
    let news = 0;
    for (let shard = 0; shard < SHARDS; shard++) {
      const before = records;
      for (let db = 0; db < store.databases; db++) {
        const root = store.rootAt(shard, db);
        records += control[root + ROOT_COUNT]!;
        news += control[root + ROOT_NEW]!;
      }
      this.#perShard[shard] = records - before;
    }
    this.#counted = records;
    this.#records = records;
    this.#news = news;
    this.#untilRecount = Math.min(RECOUNT_EVERY, records / RECORDS_A_RECOUNT);
    control[G_MARKS_NEW] = this.#rule.window < 1 ? 1 : 0;
    store.heap.chargeBytes(store.history.fit(records));
    const accesses = control[G_ACCESSES]!;
    if (accesses < AGING * records) return;
    // Of two threads that see the end of an epoch, one ends it.
    if (Atomics.compareExchange(control, G_ACCESSES, accesses, 0) !== accesses) return;
    Atomics.add(control, G_USE_EPOCH, 1);
    store.history.beginSweep();
  }

  /** @returns -1 when an expired record was deleted instead, else how many records were looked at. */
  #sampleShard(shard: number, wanted: number): number {
    if (!this.#enter(shard)) return 0;
    const outcome = this.#sampleLocked(shard, wanted);
    this.#leave(shard);
    return outcome;
  }

  #sampleLocked(shard: number, wanted: number): number {
    const store = this.#store;
    const db = chooseDatabase(store, this.#random, shard, ROOT_COUNT);
    if (db < 0) return 0;
    const root = store.rootAt(shard, db);
    let looked = 0;
    const buckets = this.#perShard[shard]! < MANY_RECORDS ? 1 : MAX_BUCKETS;
    for (let bucket = 0; bucket < buckets && looked < wanted; bucket++) {
      const count = store.table.sample(this.#control, root, this.#random.next(), this.#bucket);
      store.records.fetch(this.#bucket, count);
      // Starting anywhere in the bucket keeps its first slots from being favoured.
      const first = count === 0 ? 0 : (this.#random.next() >>> 8) % count;
      for (let i = 0; i < count && looked < wanted; i++) {
        const ref = this.#bucket[(first + i) % count]! as Ref;
        if (store.records.hasExpiryField(ref) && store.isExpired(ref)) {
          store.expire(shard, db, store.records.hash(ref), ref);
          return -1;
        }
        looked++;
        this.#consider(shard | (db << 6), ref);
      }
    }
    return looked;
  }

  #consider(place: number, ref: Ref): void {
    const store = this.#store;
    const { records } = store;
    const clock = records.accessClock(ref);
    const idle = (store.clock - clock) >>> 0;
    const uses = usesOf(records.counter(ref), this.#control[G_USE_EPOCH]!);
    if (this.#rule.window < 1 && records.isNew(ref)) {
      if (idle <= this.#longestIdle) {
        if (this.#news > this.#limit() * TOO_WIDE + 2) this.#settle(ref, place);
        return;
      }
      this.#challenger = ref;
      this.#challengerPlace = place;
      this.#challengerHash = records.hash(ref);
      this.#challengerClock = clock;
      this.#challengerUses = uses;
      this.#longestIdle = idle;
      return;
    }
    const { score } = this.#rule;
    const isSized = score === SCORE_IDLE_BYTES_PER_VALUE;
    const size = isSized ? store.sizeOf(ref) : 1;
    const cost = isSized ? costOf(records.costClass(ref)) : 1;
    const value = scoreOf(score, idle, uses, size, cost);
    if (value <= this.#worst) return;
    this.#worst = value;
    this.#victim = ref;
    this.#victimPlace = place;
    this.#victimHash = records.hash(ref);
    this.#victimClock = clock;
    this.#victimUses = uses;
  }

  /** How many records may be new. */
  #limit(): number {
    const share = this.#rule.window * this.#records;
    return share > 1 ? share : 1;
  }

  /** Compares the challenger with the victim. @returns whether a record went */
  #decide(): boolean {
    const { window, margin } = this.#rule;
    const tooMany = window < 1 && this.#news > this.#limit();
    if (tooMany && this.#challenger === NO_REF) this.#challengeRecent();
    if (this.#victim === NO_REF) return this.#evictChallenger();
    if (this.#challenger === NO_REF || !tooMany) return this.#evictVictim();
    if (this.#challengerUses <= this.#victimUses + margin) return this.#evictChallenger();
    this.#letIn();
    return this.#evictVictim();
  }

  #evictVictim(): boolean {
    return this.#evict(this.#victim, this.#victimPlace, this.#victimHash, this.#victimClock);
  }

  #evictChallenger(): boolean {
    return this.#evict(this.#challenger, this.#challengerPlace, this.#challengerHash, this.#challengerClock);
  }

  /** Makes the record that became new last the challenger: in a narrow window the sample rarely meets one. */
  #challengeRecent(): void {
    const store = this.#store;
    const control = this.#control;
    for (let tries = 0; tries < RECENT_TRIES && this.#challenger === NO_REF; tries++) {
      const next = (control[G_RECENT_NEXT]! - 1) & (RECENT_ENTRIES - 1);
      const entry = G_RECENT + next * RECENT_WORDS;
      const ref = control[entry]! as Ref;
      const place = control[entry + 1]!;
      if (ref === NO_REF) return;
      control[entry] = NO_REF;
      control[G_RECENT_NEXT] = next;
      const shard = place & (SHARDS - 1);
      if (!this.#enter(shard)) continue;
      const { records, table } = store;
      const hash = control[entry + 2]!;
      if (table.contains(control, store.rootAt(shard, place >>> 6), hash, ref) && records.isNew(ref)) {
        this.#challenger = ref;
        this.#challengerPlace = place;
        this.#challengerHash = hash;
        this.#challengerClock = records.accessClock(ref);
        this.#challengerUses = usesOf(records.counter(ref), control[G_USE_EPOCH]!);
      }
      this.#leave(shard);
    }
  }

  /** Ends the probation of the challenger, if it is still there. */
  #letIn(): void {
    const shard = this.#challengerPlace & (SHARDS - 1);
    if (!this.#enter(shard)) return;
    if (this.#isStill(this.#challenger, this.#challengerPlace, this.#challengerHash, this.#challengerClock)) {
      this.#settle(this.#challenger, this.#challengerPlace);
    }
    this.#leave(shard);
  }

  /** Ends the probation of a record, under its shard's lock. */
  #settle(ref: Ref, place: number): void {
    const { records } = this.#store;
    if (!records.isNew(ref)) return;
    records.setNew(ref, false);
    this.#control[this.#store.rootAt(place & (SHARDS - 1), place >>> 6) + ROOT_NEW]! -= 1;
    this.#news--;
  }

  /** @returns false when there is none, or it has gone or was used meanwhile */
  #evict(ref: Ref, place: number, hash: number, clock: number): boolean {
    if (ref === NO_REF) return false;
    const store = this.#store;
    const shard = place & (SHARDS - 1);
    if (!this.#enter(shard)) return false;
    const isThere = this.#isStill(ref, place, hash, clock);
    if (isThere) {
      store.history.remember(hash, usesOf(store.records.counter(ref), this.#control[G_USE_EPOCH]!));
      if (store.records.isNew(ref)) this.#news--;
      store.evict(shard, place >>> 6, hash, ref);
      this.#records--;
    }
    this.#leave(shard);
    return isThere;
  }

  /** Whether a reference that was sampled still names the same record of its database, not used since. */
  #isStill(ref: Ref, place: number, hash: number, clock: number): boolean {
    const { records, table } = this.#store;
    const root = this.#store.rootAt(place & (SHARDS - 1), place >>> 6);
    // The slot may hold another key's record by now: only what the table holds is a record at all.
    if (!table.contains(this.#control, root, hash, ref)) return false;
    return records.hash(ref) === hash && records.accessClock(ref) === clock;
  }

  #enter(shard: number): boolean {
    if (!lockWithin(this.#control, this.#store.heap.base(shard) + S_LOCK, MAX_WAIT_MS)) return false;
    this.#store.heap.slabs.sync();
    return true;
  }

  #leave(shard: number): void {
    unlock(this.#control, this.#store.heap.base(shard) + S_LOCK);
  }
}
