// HOT: runs inline when writers outrun the worker; no closures, no allocation on the JS heap.
/**
 * Makes room by a rule (adaptive/rules.ts): new records are on probation, and the longest idle of them has to beat the
 * least valuable old one to stay.
 *
 * Problem: queues that keep probation and main part apart would need links in the records, and every access to change
 * them; and another policy would need other queues.
 * Idea: a "new" flag in the record and a count of new records are all there is. A few records are sampled at random, and
 * the best candidates met of late are kept in two small pools: the longest idle new one is the challenger, the worst old
 * one the victim. With more new records than the rule allows, they are compared by their aged use counts and the loser
 * goes; a winner loses its flag. Expired records met on the way go first.
 * Cost: four to eight records looked at for a victim, fetched side by side; 32 in small stores where sizes decide.
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
  SHARDS,
} from '../memory/layout.ts';
import { NO_REF, type Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { costOf } from '../store/usage/cost-class.ts';
import { AGING, usesOf } from '../store/usage/use-count.ts';
import { IdleGrace } from './adaptive/idle-grace.ts';
import { type EvictionRule, GUARDED, SCORE_IDLE_BYTES_PER_VALUE, scoreOf } from './adaptive/rules.ts';
import { CandidatePool } from './candidate-pool.ts';
import { Census } from './census.ts';
import { Random32 } from './random.ts';
import { chooseDatabase, isStillThere, MAX_SHARD_TRIES } from './sampling.ts';
import { ShardHold } from './shard-hold.ts';

/** Records looked at in one go … */
const SAMPLES = 8;
/** … where sizes decide, to meet the few records that are worth least by far (16 hit 0.2 to 0.6 points less) … */
const SIZED_SAMPLES = 32;
/** … for one victim, or for two in stores so large that every record is a cache miss. */
const LARGE_RECORDS = 49_152;
const FEW_CANDIDATES = 4;
/** Buckets looked at in one hold, in shards with so many records that the same one hardly comes twice. */
const MAX_BUCKETS = 4;
const MANY_RECORDS = 1024;
/** A window this much wider than the rule's, after a change of rules, closes by letting its records in. */
const TOO_WIDE = 1.1;

export class Admission {
  readonly #store: Keyspace;
  readonly #control: Int32Array;
  readonly #bucket = new Int32Array(16);
  readonly #chosen = new Int32Array(16);
  readonly #random = new Random32();
  readonly #hold: ShardHold;
  readonly #census: Census;
  /** One of these is in force: the only one, or whichever was chosen last. */
  #rules: readonly EvictionRule[] = [GUARDED];
  #rule: EvictionRule = GUARDED;
  /** The least valuable old records that were met of late … */
  readonly #old = new CandidatePool();
  /** … and the longest idle new ones. */
  readonly #fresh = new CandidatePool();
  readonly #grace = new IdleGrace();
  /** Whether the last sample is to serve one more victim. */
  #isServed = false;

  constructor(store: Keyspace) {
    this.#store = store;
    this.#control = store.control;
    this.#hold = new ShardHold(store);
    this.#census = new Census(store);
  }

  /** @param rules of several, one is in force by its number, which the chooser decides; none: nobody is going to ask */
  setRules(rules: readonly EvictionRule[]): void {
    this.#rules = rules;
    this.#old.count = 0;
    this.#fresh.count = 0;
  }

  /** Evicts one key (or deletes an expired one). The caller holds no shard's lock. @returns false if there is none. */
  evictOne(): boolean {
    const rules = this.#rules;
    const chosen = rules.length > 1 ? this.#control[G_EVICTION_RULE]! : 0;
    // What was chosen may belong to the policy before this one.
    const rule = rules[chosen < rules.length ? chosen : 0]!;
    if (rule !== this.#rule) this.#follow(rule);
    if (this.#census.isRecounted()) this.#keepHistory();
    this.#store.history.sweep();
    if (this.#needsSample() && this.#sample()) return true;
    while (this.#old.count + this.#fresh.count > 0) if (this.#evictWorst()) return true;
    // All that was left from before was used or deleted since.
    return this.#sample() || this.#evictWorst();
  }

  #needsSample(): boolean {
    const isServed = this.#isServed && this.#old.count + this.#fresh.count >= FEW_CANDIDATES;
    this.#isServed = !isServed && this.#census.records >= LARGE_RECORDS;
    return !isServed;
  }

  /** Another rule is in force: what was found by the last one does not count. */
  #follow(rule: EvictionRule): void {
    this.#rule = rule;
    this.#old.count = 0;
    this.#fresh.count = 0;
  }

  /** The records were counted, which decides about the window, the size of the use history and the end of the epoch. */
  #keepHistory(): void {
    const control = this.#control;
    const { history, heap } = this.#store;
    const { records } = this.#census;
    control[G_MARKS_NEW] = this.#rule.window < 1 ? 1 : 0;
    heap.chargeBytes(history.fit(records));
    const accesses = control[G_ACCESSES]!;
    if (accesses < AGING * records) return;
    // Of two threads that see the end of an epoch, one ends it.
    if (Atomics.compareExchange(control, G_ACCESSES, accesses, 0) !== accesses) return;
    Atomics.add(control, G_USE_EPOCH, 1);
    history.beginSweep();
  }

  /** Looks for better candidates. @returns whether an expired record was deleted instead */
  #sample(): boolean {
    const isSized = this.#rule.score === SCORE_IDLE_BYTES_PER_VALUE;
    const wanted = isSized && this.#census.records < LARGE_RECORDS ? SIZED_SAMPLES : SAMPLES;
    let looked = 0;
    for (let tries = 0; tries < MAX_SHARD_TRIES && looked < wanted; tries++) {
      const shard = this.#census.chooseShard(this.#random);
      if (!this.#hold.enter(shard, false)) continue;
      const outcome = this.#sampleLocked(shard, wanted - looked);
      this.#hold.leave(shard);
      if (outcome < 0) return true;
      looked += outcome;
    }
    return false;
  }

  /** @returns -1 when an expired record was deleted instead, else how many records were looked at. */
  #sampleLocked(shard: number, wanted: number): number {
    const store = this.#store;
    const sole = this.#census.soleDb[shard]!;
    const db = sole < 0 ? chooseDatabase(store, this.#random, shard, ROOT_COUNT) : sole;
    if (db < 0) return 0;
    const root = store.rootAt(shard, db);
    let looked = 0;
    const buckets = this.#census.perShard[shard]! < MANY_RECORDS ? 1 : MAX_BUCKETS;
    for (let bucket = 0; bucket < buckets && looked < wanted; bucket++) {
      const count = store.table.sample(this.#control, root, this.#random.next(), this.#bucket);
      const chosen = this.#chooseFrom(count, wanted - looked);
      store.records.fetch(this.#chosen, chosen);
      for (let i = 0; i < chosen; i++) {
        const ref = this.#chosen[i]! as Ref;
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

  /** Takes so many of the bucket's records. Starting anywhere keeps its first slots from being favoured. */
  #chooseFrom(count: number, wanted: number): number {
    if (count === 0) return 0;
    const first = (this.#random.next() >>> 8) % count;
    const chosen = count < wanted ? count : wanted;
    for (let i = 0; i < chosen; i++) {
      const at = first + i;
      this.#chosen[i] = this.#bucket[at < count ? at : at - count]!;
    }
    return chosen;
  }

  #consider(place: number, ref: Ref): void {
    const store = this.#store;
    const { records } = store;
    const idle = (store.clock - records.accessClock(ref)) >>> 0;
    const uses = usesOf(records.counter(ref), this.#control[G_USE_EPOCH]!);
    const { score, window } = this.#rule;
    if (window < 1 && records.isNew(ref)) {
      const fresh = this.#fresh;
      const isTooWide = this.#census.news > this.#limit() * TOO_WIDE + 2;
      if (isTooWide && fresh.count > 0 && idle <= fresh.scores[fresh.count - 1]!) this.#census.settle(ref, place);
      else fresh.offer(store, ref, place, idle, uses);
      return;
    }
    const isSized = score === SCORE_IDLE_BYTES_PER_VALUE;
    const size = isSized ? store.sizeOf(ref) : 1;
    const cost = isSized ? costOf(records.costClass(ref)) : 1;
    const counted = isSized ? this.#grace.counted(idle) : idle;
    this.#old.offer(store, ref, place, scoreOf(score, counted, uses, size, cost), uses);
  }

  /** How many records may be new. */
  #limit(): number {
    const share = this.#rule.window * this.#census.records;
    return share > 1 ? share : 1;
  }

  /** Compares the best challenger with the worst old record. @returns whether a record went */
  #evictWorst(): boolean {
    const { window, margin } = this.#rule;
    const old = this.#old;
    const fresh = this.#fresh;
    const tooMany = window < 1 && this.#census.news > this.#limit();
    if (tooMany && fresh.count === 0) this.#challengeRecent();
    if (old.count === 0) return this.#evict(fresh);
    if (fresh.count === 0 || !tooMany) return this.#evict(old);
    if (fresh.uses[fresh.count - 1]! <= old.uses[old.count - 1]! + margin) return this.#evict(fresh);
    this.#letIn();
    return this.#evict(old);
  }

  /**
   * Makes the first of the latest new records the challenger: in a narrow window the sample rarely meets one. The last
   * one would have no time at all to be asked for again.
   */
  #challengeRecent(): void {
    const store = this.#store;
    const control = this.#control;
    const end = control[G_RECENT_NEXT]!;
    for (let tries = 0; tries < RECENT_ENTRIES && this.#fresh.count === 0; tries++) {
      const entry = G_RECENT + ((end + tries) & (RECENT_ENTRIES - 1)) * RECENT_WORDS;
      const ref = control[entry]! as Ref;
      const place = control[entry + 1]!;
      if (ref === NO_REF) continue;
      control[entry] = NO_REF;
      const shard = place & (SHARDS - 1);
      if (!this.#hold.enter(shard, false)) continue;
      const { records, table } = store;
      const hash = control[entry + 2]!;
      if (table.contains(control, store.rootAt(shard, place >>> 6), hash, ref) && records.isNew(ref)) {
        const idle = (store.clock - records.accessClock(ref)) >>> 0;
        this.#fresh.offer(store, ref, place, idle, usesOf(records.counter(ref), control[G_USE_EPOCH]!));
      }
      this.#hold.leave(shard);
    }
  }

  /** Ends the probation of the best challenger, if it is still there. */
  #letIn(): void {
    const { refs, places, hashes, clocks } = this.#fresh;
    const at = --this.#fresh.count;
    const place = places[at]!;
    const shard = place & (SHARDS - 1);
    if (!this.#hold.enter(shard, false)) return;
    const ref = refs[at]! as Ref;
    if (isStillThere(this.#store, ref, place, hashes[at]!, clocks[at]!)) this.#census.settle(ref, place);
    this.#hold.leave(shard);
  }

  /** Takes the best candidate out of a pool and evicts it. @returns false when there is none, or it has gone or was used */
  #evict(pool: CandidatePool): boolean {
    if (pool.count === 0) return false;
    const store = this.#store;
    const at = --pool.count;
    const place = pool.places[at]!;
    const shard = place & (SHARDS - 1);
    if (!this.#hold.enter(shard, false)) return false;
    const ref = pool.refs[at]! as Ref;
    const hash = pool.hashes[at]!;
    const isThere = isStillThere(store, ref, place, hash, pool.clocks[at]!);
    if (isThere) {
      store.history.remember(hash, usesOf(store.records.counter(ref), this.#control[G_USE_EPOCH]!));
      store.history.forgetSome();
      if (store.records.isNew(ref)) this.#census.news--;
      store.evict(shard, place >>> 6, hash, ref);
      this.#census.records--;
    }
    this.#hold.leave(shard);
    return isThere;
  }
}
