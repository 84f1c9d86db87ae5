/**
 * Small copies of the cache, one for each eviction rule, over a sample of the keys: what would each have hit?
 *
 * Problem: no rule wins everywhere, and one cannot know what another would have done without doing it.
 * Idea: keys are sampled by their hash, so a cache of a hundredth of the size that sees only those keys behaves like the
 * whole one. What is known of a sampled key (last access, aged uses, size) is the same whatever the rule, so all rules
 * share one table of entries, each with a bit a rule for "I would have it", and differ only in whom they evict.
 * Cost: some 30 bytes an entry; about three entries for each object of a miniature.
 * Gives up: the sample's noise, about 1/√objects; entries that no rule has are forgotten, the longest idle first.
 * Source: miniature simulations, C. Waldspurger et al., "Cache modeling and optimization using miniature simulations"
 * (ATC '17).
 */
import { AGING, counterOf, usedOnce, usesOf } from '../../store/usage/use-count.ts';
import { IdleGrace } from './idle-grace.ts';
import { type EvictionRule, SCORE_IDLE_BYTES_PER_VALUE, scoreOf } from './rules.ts';
import { SampledEntries } from './sampled-entries.ts';

/** Entries that are kept whatever nobody has of them. */
const MIN_ENTRIES = 64;
/** Entries beyond those that some rule has, as a share of them: the memory of what is gone. */
const MEMORY_SHARE = 0.25;
/** Entries looked at, at most, for each sample that a victim needs. */
const TRIES = 12;
export class Miniatures {
  readonly rules: readonly EvictionRule[];
  /** Hits of each rule, and their cost, since the start; both weighted equally when no costs are known. */
  readonly hits: Float64Array;
  readonly savedCost: Float64Array;
  reads = 0;
  readCost = 0;
  /** Set by `read`: a bit for each rule that had the object. */
  hitMask = 0;
  /** Whether it was full once: before, all rules are alike. */
  hasEvicted = false;
  readonly #all: number;
  /** Of the one rule by which sizes decide. */
  readonly #grace = new IdleGrace();

  readonly #entries = new SampledEntries();
  /** Entries that some rule has. */
  #wanted = 0;

  // By rule.
  readonly #bytes: Float64Array;
  readonly #objects: Int32Array;
  readonly #news: Int32Array;
  #capacity: number;
  #clock = 0;
  #epoch = 0;
  #accesses = 0;
  #random = 0x2545f491;

  /** @param capacity bytes that each miniature may hold */
  constructor(rules: readonly EvictionRule[], capacity: number) {
    this.rules = rules;
    this.#all = (1 << rules.length) - 1;
    this.#capacity = capacity;
    this.hits = new Float64Array(rules.length);
    this.savedCost = new Float64Array(rules.length);
    this.#bytes = new Float64Array(rules.length);
    this.#objects = new Int32Array(rules.length);
    this.#news = new Int32Array(rules.length);
  }

  /** Bytes of memory that the miniatures take. */
  get memoryBytes(): number {
    return this.#entries.memoryBytes;
  }

  /** Entries that are kept, for tests. */
  get entries(): number {
    return this.#entries.count;
  }

  /** Objects that a rule's miniature holds. */
  objectsOf(rule: number): number {
    return this.#objects[rule]!;
  }

  /** The cache has another size now. */
  setCapacity(bytes: number): void {
    this.#capacity = bytes;
    for (let rule = 0; rule < this.rules.length; rule++) this.#shrink(rule, -1);
  }

  /**
   * A read of a sampled key. Rules that do not have it store it, as the application will.
   * @param stores false for a read that nobody answers with a write: what is absent stays so
   * @param size bytes of the object, 0 when nobody knows (the real cache missed it)
   */
  read(hash: number, size: number, cost: number, stores: boolean): void {
    const found = this.#entries.find(hash);
    const mask = found < 0 ? 0 : this.#entries.present[found]!;
    this.hitMask = mask;
    this.reads++;
    this.readCost += cost;
    for (let rule = 0; rule < this.rules.length; rule++) {
      if ((mask & (1 << rule)) === 0) continue;
      this.hits[rule]! += 1;
      this.savedCost[rule]! += cost;
    }
    if (mask === this.#all || stores) this.#store(found, hash, size, cost);
    else if (found >= 0 && mask !== 0) this.#use(found);
  }

  /** A write of a sampled key: every rule has it now. */
  write(hash: number, size: number, cost: number): void {
    this.#store(this.#entries.find(hash), hash, size, cost);
  }

  /** A write that follows a read which nobody answered: every rule has the key now, and the read was the use. */
  refill(hash: number, size: number, cost: number): void {
    const found = this.#entries.find(hash);
    this.#store(found, hash, size, cost, found < 0 || this.#entries.present[found] === 0);
  }

  /** Forgets all keys but those whose hash is below a bound, of 2^31. */
  keepBelow(below: number): void {
    const entries = this.#entries;
    for (let entry = entries.count - 1; entry >= 0; entry--) {
      if (entries.hashes[entry]! >>> 1 < below) continue;
      for (let rule = 0; rule < this.rules.length; rule++) this.#leave(entry, rule);
      entries.delete(entry);
    }
    entries.trim();
  }

  /** The key was deleted or is past its time. */
  remove(hash: number): void {
    const found = this.#entries.find(hash);
    if (found < 0) return;
    for (let rule = 0; rule < this.rules.length; rule++) this.#leave(found, rule);
  }

  // ---------------------------------------------------------------- inside

  #use(entry: number): void {
    this.#clock = (this.#clock + 1) | 0;
    this.#entries.clocks[entry] = this.#clock;
    this.#entries.uses[entry] = usedOnce(this.#entries.uses[entry]!, this.#epoch);
    // Halved by the size of the largest miniature: the rules hold about equally many.
    if (++this.#accesses < AGING * Math.max(1, this.#objects[0]!)) return;
    this.#accesses = 0;
    this.#epoch++;
  }

  #store(found: number, hash: number, size: number, cost: number, isUse = true): void {
    let entry = found;
    if (entry < 0) {
      entry = this.#entries.add(hash, size, cost);
      this.#entries.uses[entry] = counterOf(0, this.#epoch);
    } else if (size > 0 && size !== this.#entries.sizes[entry]) this.#resize(entry, size);
    this.#entries.costs[entry] = cost;
    if (isUse) this.#use(entry);
    const absent = this.#all & ~this.#entries.present[entry]!;
    for (let rule = 0; absent >>> rule !== 0; rule++) if ((absent & (1 << rule)) !== 0) this.#enter(entry, rule);
    for (let rule = 0; rule < this.rules.length; rule++) this.#shrink(rule, entry);
    this.#forget();
  }

  #resize(entry: number, size: number): void {
    const change = size - this.#entries.sizes[entry]!;
    this.#entries.sizes[entry] = size;
    const present = this.#entries.present[entry]!;
    for (let rule = 0; present >>> rule !== 0; rule++) if ((present & (1 << rule)) !== 0) this.#bytes[rule]! += change;
  }

  #enter(entry: number, rule: number): void {
    const bit = 1 << rule;
    if (this.#entries.present[entry] === 0) this.#wanted++;
    this.#entries.present[entry]! |= bit;
    this.#bytes[rule]! += this.#entries.sizes[entry]!;
    this.#objects[rule]! += 1;
    const { window } = this.rules[rule]!;
    // While the cache still fills, everything is welcome.
    if (window === 1 || this.#bytes[rule]! <= this.#capacity * (1 - window)) return;
    this.#entries.fresh[entry]! |= bit;
    this.#news[rule]! += 1;
  }

  #leave(entry: number, rule: number): void {
    const bit = 1 << rule;
    if ((this.#entries.present[entry]! & bit) === 0) return;
    this.#settle(entry, rule);
    this.#entries.present[entry]! &= ~bit;
    if (this.#entries.present[entry] === 0) this.#wanted--;
    this.#bytes[rule]! -= this.#entries.sizes[entry]!;
    this.#objects[rule]! -= 1;
  }

  /** The object is no longer new. */
  #settle(entry: number, rule: number): void {
    const bit = 1 << rule;
    if ((this.#entries.fresh[entry]! & bit) === 0) return;
    this.#entries.fresh[entry]! &= ~bit;
    this.#news[rule]! -= 1;
  }

  /** Evicts until the rule's objects fit. @param newcomer entry that was just stored, or -1 */
  #shrink(rule: number, newcomer: number): void {
    if (this.#bytes[rule]! <= this.#capacity) return;
    this.hasEvicted = true;
    while (this.#bytes[rule]! > this.#capacity && this.#objects[rule]! > 0) this.#evict(rule, newcomer);
  }

  #evict(rule: number, newcomer: number): void {
    const { window, margin, score, samples } = this.rules[rule]!;
    const bit = 1 << rule;
    const limit = window === 1 ? Number.POSITIVE_INFINITY : Math.max(1, window * this.#objects[rule]!);
    let victim = -1;
    let worst = Number.NEGATIVE_INFINITY;
    let challenger = -1;
    let longest = -1;
    let looked = 0;
    for (let tries = 0; looked < samples && (tries < samples * TRIES || looked === 0); tries++) {
      const entry = (this.#next() >>> 0) % this.#entries.count;
      if ((this.#entries.present[entry]! & bit) === 0) continue;
      looked++;
      const idle = (this.#clock - this.#entries.clocks[entry]!) | 0;
      if (window !== 1 && (this.#entries.fresh[entry]! & bit) !== 0) {
        if (idle <= longest) continue;
        // A window that is too wide, after a change of rules or of sizes, closes by letting its objects in.
        if (challenger >= 0 && this.#news[rule]! > limit * 1.1 + 2) this.#settle(challenger, rule);
        challenger = entry;
        longest = idle;
        continue;
      }
      const counted = score === SCORE_IDLE_BYTES_PER_VALUE ? this.#grace.counted(idle) : idle;
      const value = this.#scoreOf(entry, score, counted);
      if (value <= worst) continue;
      worst = value;
      victim = entry;
    }
    const tooMany = this.#news[rule]! > limit;
    if (tooMany && challenger < 0 && newcomer >= 0 && (this.#entries.fresh[newcomer]! & bit) !== 0)
      challenger = newcomer;
    if (challenger >= 0 && (tooMany || victim < 0)) {
      if (victim < 0 || this.#usesOf(challenger) <= this.#usesOf(victim) + margin) victim = challenger;
      else this.#settle(challenger, rule);
    }
    this.#leave(victim, rule);
  }

  #scoreOf(entry: number, kind: number, idle: number): number {
    return scoreOf(kind, idle, this.#usesOf(entry), this.#entries.sizes[entry]!, this.#entries.costs[entry]!);
  }

  #usesOf(entry: number): number {
    return usesOf(this.#entries.uses[entry]!, this.#epoch);
  }

  /** Drops entries that nobody has when there are too many of them. */
  #forget(): void {
    while (this.#entries.count > MIN_ENTRIES && this.#entries.count - this.#wanted > this.#wanted * MEMORY_SHARE) {
      let oldest = -1;
      for (let tries = 0; tries < 8 || oldest < 0; tries++) {
        const entry = (this.#next() >>> 0) % this.#entries.count;
        if (this.#entries.present[entry] !== 0) continue;
        if (oldest < 0 || ((this.#entries.clocks[oldest]! - this.#entries.clocks[entry]!) | 0) > 0) oldest = entry;
      }
      this.#entries.delete(oldest);
    }
  }

  /** xorshift32 */
  #next(): number {
    let x = this.#random;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#random = x;
    return x;
  }
}
