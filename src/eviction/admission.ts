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
  SHARDS,
} from '../memory/layout.ts';
import { NO_REF, type Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { costOf } from '../store/usage/cost-class.ts';
import { AGING, usesOf } from '../store/usage/use-count.ts';
import { type EvictionRule, RULES, SCORE_IDLE_BYTES_PER_VALUE, scoreOf } from './adaptive/rules.ts';
import { Candidate } from './candidate.ts';
import { Census } from './census.ts';
import { Random32 } from './random.ts';
import { chooseDatabase, MAX_SHARD_TRIES } from './sampling.ts';
import { ShardHold } from './shard-hold.ts';
import { WindowClimber } from './window-climber.ts';

/** Buckets looked at in one hold, in shards with so many records that the same one hardly comes twice. */
const MAX_BUCKETS = 4;
const MANY_RECORDS = 1024;
/** A window this much wider than the rule's, after a change of rules, closes by letting its records in. */
const TOO_WIDE = 1.1;
/** New records tried, the latest first, when the sample has none. */
const RECENT_TRIES = 8;

export class Admission {
  readonly #store: Keyspace;
  readonly #control: Int32Array;
  readonly #bucket = new Int32Array(16);
  readonly #random = new Random32();
  readonly #hold: ShardHold;
  readonly #census: Census;
  /** The rule that is always in force; undefined: the one that was chosen last. */
  #fixed: EvictionRule | undefined;
  #rule: EvictionRule = RULES[0]!;
  readonly #climber: WindowClimber;
  #climbs = false;
  /** The worst old record of the sample … */
  readonly #victim = new Candidate();
  #worst = 0;
  /** … and the longest idle new one. */
  readonly #challenger = new Candidate();
  #longestIdle = -1;

  constructor(store: Keyspace) {
    this.#store = store;
    this.#control = store.control;
    this.#hold = new ShardHold(store);
    this.#census = new Census(store);
    this.#climber = new WindowClimber(store.control);
  }

  /** @param rule 'chosen': whichever the chooser has put in force @param climbs whether its window is searched for */
  setRule(rule: EvictionRule | 'chosen' | undefined, climbs: boolean): void {
    this.#fixed = rule === 'chosen' ? undefined : rule;
    this.#climbs = climbs;
  }

  /** Evicts one key (or deletes an expired one). The caller holds no shard's lock. @returns false if there is none. */
  evictOne(): boolean {
    this.#rule = this.#fixed ?? RULES[this.#control[G_EVICTION_RULE]!]!;
    if (this.#census.isRecounted()) this.#keepHistory();
    this.#store.history.sweep();
    this.#victim.clear();
    this.#challenger.clear();
    this.#worst = Number.NEGATIVE_INFINITY;
    this.#longestIdle = -1;
    const { samples } = this.#rule;
    let looked = 0;
    for (let tries = 0; tries < MAX_SHARD_TRIES && looked < samples; tries++) {
      const outcome = this.#sampleShard(this.#census.chooseShard(this.#random), samples - looked);
      if (outcome < 0) return true;
      looked += outcome;
    }
    return looked > 0 && this.#decide();
  }

  /** The records were counted, which decides about the window, the size of the use history and the end of the epoch. */
  #keepHistory(): void {
    const control = this.#control;
    const { history, heap } = this.#store;
    const { records } = this.#census;
    control[G_MARKS_NEW] = this.#rule.window < 1 ? 1 : 0;
    heap.chargeBytes(history.fit(records));
    if (this.#climbs) this.#climber.climb(records);
    const accesses = control[G_ACCESSES]!;
    if (accesses < AGING * records) return;
    // Of two threads that see the end of an epoch, one ends it.
    if (Atomics.compareExchange(control, G_ACCESSES, accesses, 0) !== accesses) return;
    Atomics.add(control, G_USE_EPOCH, 1);
    history.beginSweep();
  }

  /** @returns -1 when an expired record was deleted instead, else how many records were looked at. */
  #sampleShard(shard: number, wanted: number): number {
    if (!this.#hold.enter(shard, false)) return 0;
    const outcome = this.#sampleLocked(shard, wanted);
    this.#hold.leave(shard);
    return outcome;
  }

  #sampleLocked(shard: number, wanted: number): number {
    const store = this.#store;
    const db = chooseDatabase(store, this.#random, shard, ROOT_COUNT);
    if (db < 0) return 0;
    const root = store.rootAt(shard, db);
    let looked = 0;
    const buckets = this.#census.perShard[shard]! < MANY_RECORDS ? 1 : MAX_BUCKETS;
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
    const idle = (store.clock - records.accessClock(ref)) >>> 0;
    const uses = usesOf(records.counter(ref), this.#control[G_USE_EPOCH]!);
    if (this.#rule.window < 1 && records.isNew(ref)) {
      if (idle > this.#longestIdle) {
        this.#challenger.note(store, ref, place, uses);
        this.#longestIdle = idle;
      } else if (this.#census.news > this.#limit() * TOO_WIDE + 2) this.#census.settle(ref, place);
      return;
    }
    const { score } = this.#rule;
    const isSized = score === SCORE_IDLE_BYTES_PER_VALUE;
    const size = isSized ? store.sizeOf(ref) : 1;
    const cost = isSized ? costOf(records.costClass(ref)) : 1;
    const value = scoreOf(score, idle, uses, size, cost);
    if (value <= this.#worst) return;
    this.#worst = value;
    this.#victim.note(store, ref, place, uses);
  }

  /** How many records may be new. */
  #limit(): number {
    const window = this.#climbs ? this.#climber.window : this.#rule.window;
    const share = window * this.#census.records;
    return share > 1 ? share : 1;
  }

  /** Compares the challenger with the victim. @returns whether a record went */
  #decide(): boolean {
    const { window, margin } = this.#rule;
    const victim = this.#victim;
    const challenger = this.#challenger;
    const tooMany = window < 1 && this.#census.news > this.#limit();
    if (tooMany && !challenger.isThere) this.#challengeRecent();
    if (!victim.isThere) return this.#evict(challenger);
    if (!challenger.isThere || !tooMany) return this.#evict(victim);
    if (challenger.uses <= victim.uses + margin) return this.#evict(challenger);
    this.#letIn();
    return this.#evict(victim);
  }

  /** Makes the record that became new last the challenger: in a narrow window the sample rarely meets one. */
  #challengeRecent(): void {
    const store = this.#store;
    const control = this.#control;
    for (let tries = 0; tries < RECENT_TRIES && !this.#challenger.isThere; tries++) {
      const next = (control[G_RECENT_NEXT]! - 1) & (RECENT_ENTRIES - 1);
      const entry = G_RECENT + next * RECENT_WORDS;
      const ref = control[entry]! as Ref;
      const place = control[entry + 1]!;
      if (ref === NO_REF) return;
      control[entry] = NO_REF;
      control[G_RECENT_NEXT] = next;
      const shard = place & (SHARDS - 1);
      if (!this.#hold.enter(shard, false)) continue;
      const { records, table } = store;
      const hash = control[entry + 2]!;
      if (table.contains(control, store.rootAt(shard, place >>> 6), hash, ref) && records.isNew(ref)) {
        this.#challenger.note(store, ref, place, usesOf(records.counter(ref), control[G_USE_EPOCH]!));
      }
      this.#hold.leave(shard);
    }
  }

  /** Ends the probation of the challenger, if it is still there. */
  #letIn(): void {
    const challenger = this.#challenger;
    const shard = challenger.place & (SHARDS - 1);
    if (!this.#hold.enter(shard, false)) return;
    if (challenger.isUnchanged(this.#store)) this.#census.settle(challenger.ref, challenger.place);
    this.#hold.leave(shard);
  }

  /** @returns false when there is none, or it has gone or was used meanwhile */
  #evict(candidate: Candidate): boolean {
    if (!candidate.isThere) return false;
    const store = this.#store;
    const { ref, place, hash } = candidate;
    const shard = place & (SHARDS - 1);
    if (!this.#hold.enter(shard, false)) return false;
    const isThere = candidate.isUnchanged(store);
    if (isThere) {
      store.history.remember(hash, usesOf(store.records.counter(ref), this.#control[G_USE_EPOCH]!));
      if (store.records.isNew(ref)) this.#census.news--;
      store.evict(shard, place >>> 6, hash, ref);
      this.#census.records--;
      if (this.#climbs) this.#climber.evicted();
    }
    this.#hold.leave(shard);
    return isThere;
  }
}
