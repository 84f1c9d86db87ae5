// HOT: no closures, no allocation on the JS heap; every method is called under the locks of the shards it touches.
/**
 * The keys of all databases as one thread sees them: put, delete, expire; key-lookups.ts finds them. All changes to data
 * pass through `changed`.
 */
import type { ArgIndex } from '../../protocol/command/arguments.ts';
import { KIND_RECORD } from '../memory/heap/heap.ts';
import { ROOT_ELEMENT_EXPIRES, ROOT_FAR, ROOT_NEW, S_DIRTY } from '../memory/layout.ts';
import type { SharedMemory } from '../memory/slabs.ts';
import { STAT } from '../memory/thread-stats.ts';
import { NO_REF, type Ref, type ShardId } from '../memory/types.ts';
import { Collections } from './collections/collections.ts';
import { KeyLookups } from './key-lookups.ts';
import { EVENT } from './observers/events.ts';
import { KeyObservers } from './observers/key-observers.ts';
import { FAR_EXPIRY_MS, MAX_EXPIRY_MS, NO_EXPIRY, recordBytes, TYPE_STRING } from './record.ts';
import { AccessSamples, isSampled } from './usage/access-samples.ts';
import { SAMPLE_EVICTED, SAMPLE_GONE } from './usage/sample-layout.ts';

/** Changes up to which a command has taken no longer than one of its kind mostly does. */
const FEW_CHANGES = 32;

export class Keyspace extends KeyLookups {
  /** What frees, copies and measures collections. */
  readonly collections: Collections;
  /** Who wants to hear of changes. */
  readonly observers: KeyObservers;
  /** What becomes known of sampled keys, and of what misses cost by prefix. */
  readonly samples: AccessSamples;

  constructor(shared: SharedMemory, stats: Float64Array, seed: readonly [number, number]) {
    super(shared, stats, seed);
    this.samples = new AccessSamples(this);
    this.collections = new Collections(this);
    this.observers = new KeyObservers(this);
  }

  /**
   * Makes room for a value: a new record, or `existing` (the live record of this key) changed or replaced. The bytes
   * of the value are then written at `records.valueAt(ref)`, before the lock is released.
   * @param length bytes of the inline value; 4 with `large`
   * @param expiresAt absolute ms, or NO_EXPIRY: what the key had before does not matter
   */
  put(
    key: ArgIndex,
    existing: Ref,
    type: number,
    encoding: number,
    length: number,
    large: boolean,
    expiresAt: number,
    db: number = this.db,
  ): Ref {
    const expires = expiresAt !== NO_EXPIRY;
    if (existing !== NO_REF) {
      this.countElementsExpire(this.shards[key]!, db, existing, false);
      const hasField = this.records.hasExpiryField(existing);
      const used = recordBytes(this.args.argLen[key]!, length, hasField);
      const spare = this.heap.blockBytes(existing) - used;
      if ((hasField || !expires) && spare >= 0 && spare <= 15) {
        // A change, although nothing was allocated: whatever fails from here on leaves it half done.
        this.heap.operations++;
        this.releaseValue(this.shards[key]!, existing);
        this.records.setUsed(existing, used);
        this.records.setKind(existing, type, encoding, large);
        if (hasField) this.#setExpiryField(key, existing, expiresAt, db);
        this.changed(key, EVENT.none, db);
        return existing;
      }
    }
    const ref = this.#create(key, type, length, expires);
    // Only now, when nothing can fail for want of memory any more.
    if (existing !== NO_REF) this.releaseValue(this.shards[key]!, existing);
    this.records.setKind(ref, type, encoding, large);
    this.#swapIn(key, existing, ref, db);
    if (expires) this.#setExpiryField(key, ref, expiresAt, db);
    this.changed(key, EVENT.none, db);
    return ref;
  }

  /**
   * Changes the length of an inline value; as many of its bytes as remain are kept, and new ones are undefined.
   * @returns the record, which may have moved
   */
  resize(key: ArgIndex, ref: Ref, length: number, encoding: number): Ref {
    const hasField = this.records.hasExpiryField(ref);
    const used = recordBytes(this.args.argLen[key]!, length, hasField);
    const spare = this.heap.blockBytes(ref) - used;
    const type = this.records.type(ref);
    if (spare >= 0 && spare <= 15) {
      this.records.setUsed(ref, used);
      this.records.setKind(ref, type, encoding, false);
      this.changed(key);
      return ref;
    }
    const moved = this.#create(key, type, length, hasField);
    this.records.setKind(moved, type, encoding, false);
    this.#copyValue(ref, moved, Math.min(length, this.records.valueLength(ref)));
    const expiresAt = this.records.expiresAt(ref);
    this.#swapIn(key, ref, moved, this.db);
    if (hasField) this.#setExpiryField(key, moved, expiresAt, this.db);
    this.changed(key);
    return moved;
  }

  /** Sets or (NO_EXPIRY) takes away the expiry. @returns the record, which may have moved. */
  setExpiry(key: ArgIndex, ref: Ref, expiresAt: number): Ref {
    if (expiresAt === NO_EXPIRY && !this.records.hasExpiryField(ref)) return ref;
    const record = this.#withExpiryField(key, ref, this.db);
    this.#setExpiryField(key, record, expiresAt, this.db);
    this.changed(key);
    return record;
  }

  /**
   * Says when the first element of a collection expires, NO_EXPIRY if none does: the sweeper looks at it in time.
   * @returns the record, which may have moved
   */
  setElementsExpiry(key: ArgIndex, ref: Ref, firstExpiresAt: number, db: number = this.db): Ref {
    const { records } = this;
    if (firstExpiresAt === NO_EXPIRY) {
      this.countElementsExpire(this.shards[key]!, db, ref, false);
      return ref;
    }
    const record = this.#withExpiryField(key, ref, db);
    const shard = this.shards[key]!;
    this.countElementsExpire(shard, db, record, true);
    // What is so far ahead, the key's own time included, is not queued.
    if (firstExpiresAt >= FAR_EXPIRY_MS || records.expiresAt(record) >= FAR_EXPIRY_MS) return record;
    const slot = records.wheelSlot(record);
    const scheduled = this.wheel.schedule(shard, this.hashes[key]!, firstExpiresAt, this.now(), slot);
    if (scheduled !== slot) records.setWheelSlot(record, scheduled);
    return record;
  }

  /** Deletes the live record of a key. */
  delete(key: ArgIndex, ref: Ref, db: number = this.db): void {
    this.remove(this.shards[key]!, db, this.hashes[key]!, ref);
    this.changed(key, EVENT.del, db);
  }

  /** Deletes a collection of which a change that was told has left nothing: no change of its own. */
  deleteEmpty(key: ArgIndex, ref: Ref): void {
    this.delete(key, ref);
    this.countMore(-1);
  }

  /** Deletes a record that is past its time. */
  expire(shard: number, db: number, hash: number, ref: Ref): void {
    if (this.observers.wants(this.heap.base(shard))) this.observers.gone(shard, db, ref, EVENT.expired);
    if (isSampled(this.control, hash)) this.samples.gone(ref, SAMPLE_GONE);
    this.remove(shard, db, hash, ref);
    this.stats[STAT.expiredKeys]! += 1;
  }

  /** Deletes a record to make room. */
  evict(shard: number, db: number, hash: number, ref: Ref): void {
    if (this.observers.wants(this.heap.base(shard))) this.observers.gone(shard, db, ref, EVENT.evicted);
    if (isSampled(this.control, hash)) this.samples.gone(ref, SAMPLE_EVICTED);
    this.remove(shard, db, hash, ref);
    this.stats[STAT.evictedKeys]! += 1;
  }

  /** Takes a record out of its database and frees it with its value. */
  remove(shard: number, db: number, hash: number, ref: Ref): void {
    this.unlink(shard, db, hash, ref);
    this.releaseValue(shard, ref);
    this.heap.free(shard, ref);
  }

  /** Takes a record out of its database; block and value stay and belong to the caller. */
  unlink(shard: number, db: number, hash: number, ref: Ref): void {
    this.heap.operations++;
    const root = this.rootAt(shard, db);
    if (this.records.expiresAt(ref) !== NO_EXPIRY) this.countExpires(shard, db, -1);
    if (this.records.elementsExpire(ref)) this.control[root + ROOT_ELEMENT_EXPIRES]! -= 1;
    if (this.records.isNew(ref)) this.control[root + ROOT_NEW]! -= 1;
    if (this.records.wheelSlot(ref) !== 0) this.wheel.forget(shard);
    this.table.remove(this.control, root, shard, hash, ref);
  }

  /**
   * Adds a record that `unlink` took out of another place, under a new key or database, with its value and expiry.
   * The old block is freed. @param isNew whether listeners are told of a new key: it takes nobody's place
   */
  relink(key: ArgIndex, ref: Ref, db: number, isNew = true): Ref {
    const records = this.records;
    const length = records.valueLength(ref);
    const expiresAt = records.expiresAt(ref);
    const moved = this.#create(key, records.type(ref), length, expiresAt !== NO_EXPIRY);
    records.setKind(moved, records.type(ref), records.encoding(ref), records.isLarge(ref));
    records.copyAccess(ref, moved);
    this.#copyValue(ref, moved, length);
    const shard = this.shards[key]!;
    if (records.isLarge(moved)) this.large.adopt(records.largeRef(moved), shard as ShardId);
    const root = this.rootAt(shard, db);
    if (records.isNew(moved)) this.control[root + ROOT_NEW]! += 1;
    this.table.insert(this.control, root, shard, this.hashes[key]!, moved);
    if (isNew) this.observers.note(key, EVENT.new, db);
    if (expiresAt !== NO_EXPIRY) this.#setExpiryField(key, moved, expiresAt, db);
    const elementsExpire = records.elementsExpire(ref);
    records.setElementsExpire(moved, false);
    this.heap.free(shard, ref);
    this.changed(key, EVENT.none, db);
    return elementsExpire ? this.collections.queueElements(key, moved, db) : moved;
  }

  /** Frees what a record's value holds outside the record. */
  releaseValue(shard: number, ref: Ref): void {
    const type = this.records.type(ref);
    if (type !== TYPE_STRING) {
      this.collections.release(shard, type, this.records.encoding(ref), this.records.rootRef(ref));
      return;
    }
    // Whoever shares the object from now on alone has not adopted it: it stays where it is.
    if (this.records.isLarge(ref)) this.large.drop(this.records.largeRef(ref));
  }

  /** The one place that every change of data passes. @param event what happened, of events.ts */
  changed(key: ArgIndex, event: number = EVENT.none, db: number = this.db): void {
    const base = this.heap.base(this.shards[key]!);
    this.control[base + S_DIRTY]! += 1;
    this.stats[STAT.dirty]! += 1;
    if (this.observers.wants(base)) this.observers.changed(key, event, db);
    if (isSampled(this.control, this.hashes[key]!)) this.samples.changed(key, event, db);
  }

  /** The last change was so many more; -1: it is no change of its own. */
  countMore(changes: number): void {
    this.stats[STAT.dirty]! += changes;
    if (changes > FEW_CHANGES) this.heap.longWorks++;
  }

  #create(key: number, type: number, length: number, expires: boolean): Ref {
    const { buf, argStart, argLen } = this.args;
    const used = recordBytes(argLen[key]!, length, expires);
    const ref = this.heap.allocate(this.shards[key]!, used, KIND_RECORD);
    this.records.create(ref, buf, argStart[key]!, argLen[key]!, used, type, expires, this.clock);
    return ref;
  }

  #swapIn(key: number, before: Ref, after: Ref, db: number): void {
    const shard = this.shards[key]!;
    const hash = this.hashes[key]!;
    const root = this.rootAt(shard, db);
    if (before === NO_REF) {
      this.table.insert(this.control, root, shard, hash, after);
      this.accesses.cameIn(after, hash, shard | (db << 6), root);
      this.observers.note(key as ArgIndex, EVENT.new, db);
      return;
    }
    this.records.copyAccess(before, after);
    const slot = this.records.wheelSlot(before);
    if (this.records.expiresAt(before) !== NO_EXPIRY) this.countExpires(shard, db, -1);
    if (slot !== 0) {
      if (this.records.hasExpiryField(after)) this.records.setWheelSlot(after, slot);
      else this.wheel.forget(shard);
    }
    this.table.replace(this.control, root, hash, before, after);
    this.heap.free(shard, before);
  }

  #setExpiryField(key: number, ref: Ref, expiresAt: number, db: number): void {
    const shard = this.shards[key]!;
    const had = this.records.expiresAt(ref) !== NO_EXPIRY;
    const slot = this.records.wheelSlot(ref);
    const at = expiresAt === NO_EXPIRY ? NO_EXPIRY : Math.min(expiresAt, MAX_EXPIRY_MS);
    this.heap.operations++;
    this.records.setExpiresAt(ref, at);
    if (at === NO_EXPIRY) {
      if (had) this.countExpires(shard, db, -1);
      return;
    }
    if (!had) this.countExpires(shard, db, 1);
    if (at >= FAR_EXPIRY_MS) {
      this.control[this.rootAt(shard, db) + ROOT_FAR] = 1;
      if (slot !== 0) this.wheel.forget(shard);
      return;
    }
    const scheduled = this.wheel.schedule(shard, this.hashes[key]!, at, this.now(), slot);
    if (scheduled !== slot) this.records.setWheelSlot(ref, scheduled);
  }

  /** The record with room for an expiry, which makes it another one if it has none. */
  #withExpiryField(key: number, ref: Ref, db: number): Ref {
    const { records } = this;
    if (records.hasExpiryField(ref)) return ref;
    const length = records.valueLength(ref);
    const record = this.#create(key, records.type(ref), length, true);
    records.setKind(record, records.type(ref), records.encoding(ref), records.isLarge(ref));
    this.#copyValue(ref, record, length);
    this.#swapIn(key, ref, record, db);
    return record;
  }

  #copyValue(from: Ref, to: Ref, length: number): void {
    const at = this.records.valueAt(from);
    this.records.bytesOf(from).copy(this.records.bytesOf(to), this.records.valueAt(to), at, at + length);
  }
}
