// HOT: no closures, no allocation on the JS heap; called under the lock of the key.
/**
 * Hashes over keys. A command opens the hash of a key, and speaks of its fields from then on:
 *
 *   hashes.open(key, record) → find / setField / write / setExpiry / remove … → settle()
 *
 * A field that is past its time is still there until somebody meets it: `find` deletes it on the way, as the sweeper does.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { STAT } from '../../memory/thread-stats.ts';
import { type LargeRef, NO_LARGE, NO_REF, type Ref } from '../../memory/types.ts';
import { NEVER } from '../../values/hash/hash-field.ts';
import { elementBytes } from '../../values/table/elements.ts';
import type { DataTypes } from '../data-types.ts';
import { EVENT } from '../observers/events.ts';
import { NO_EXPIRY, TYPE_HASH } from '../record.ts';
import { PACKED } from './hash-forms.ts';
import { CHANGE_BOUND } from './hash-type.ts';
import type { LargeElements } from './large-elements.ts';
import { PackedHashes } from './packed-hashes.ts';

/** Rounding of a block, a slot, and a place in the order of times. */
const FIELD_BOUND = 48;

export class Hashes extends PackedHashes {
  readonly #larges: LargeElements;
  #key = 0 as ArgIndex;
  /** Bytes to begin a packed hash with: what the command is about to write into it. */
  room = 0;
  /** Whether times changed, so that the first one may be another. */
  #timesChanged = false;
  /** Whether a field was deleted, which may have been the last one. */
  #removed = false;
  /** Whether the command met fields past their time. */
  #expired = false;
  /** Large values of a request that were taken before the first change. */
  readonly #taken: LargeRef[] = [];

  constructor(types: DataTypes) {
    super(types.store, types.runs, types.members);
    this.#larges = types.largeElements;
    types.store.collections.types[TYPE_HASH] = this;
  }

  /** Turns to the hash of a key. @param record its record, which is one of a hash, or NO_REF */
  open(key: ArgIndex, record: Ref): void {
    this.#key = key;
    this.#timesChanged = false;
    this.#removed = false;
    this.#expired = false;
    this.room = 0;
    this.shard = this.store.shards[key]!;
    this.turnTo(record);
  }

  /**
   * @returns whether the hash has this field: `field` says where. One past its time is deleted, unless kept: `settle` then.
   */
  find(name: ArgIndex): boolean {
    if (!this.findAny(name)) return false;
    if (this.field.expiresAt === NEVER || !this.isPast()) return true;
    if (this.store.keepsExpired) return false;
    this.remove();
    this.store.stats[STAT.expiredElements]! += 1;
    this.#expired = true;
    return false;
  }

  /** Whether the hash has this field, and it is not past its time. Nothing is deleted. */
  hasLive(name: ArgIndex): boolean {
    return this.findAny(name) && !this.isPast();
  }

  /** As `find`, but a field past its time is found too. */
  findAny(name: ArgIndex): boolean {
    if (this.root === NO_REF) return false;
    const { args } = this.store;
    return this.locate(args.buf, args.argStart[name]!, args.argLen[name]!);
  }

  /** Whether the field that was found is past its time. */
  isPast(): boolean {
    return this.field.expiresAt !== NEVER && this.store.now() > this.field.expiresAt;
  }

  /** Fields that are not past their time, of the hash that is open. */
  liveFields(): number {
    const first = this.earliestField();
    if (first === NEVER || this.store.now() <= first) return this.fields();
    let count = 0;
    this.rewind();
    while (this.next()) count++;
    return count;
  }

  /** Deletes all fields that are past their time, unless they are kept, and the key with the last one. */
  purge(): void {
    const { store } = this;
    const first = this.earliestField();
    if (first === NEVER || store.now() <= first || store.keepsExpired) return;
    while (this.takeOutPast(store.now())) store.stats[STAT.expiredElements]! += 1;
    this.#timesChanged = true;
    this.#removed = true;
    this.#expired = true;
    this.follow();
    this.settle();
  }

  /** Goes on, after `rewind`, to the next field that is not past its time. @returns false behind the last */
  next(): boolean {
    while (this.step()) if (this.field.expiresAt === NEVER || !this.isPast()) return true;
    return false;
  }

  /** Copies the value that was found to private memory. It has at most `target.length` bytes. */
  copyValue(target: Buffer): number {
    const { field } = this;
    if (field.valueLarge !== NO_LARGE) {
      const length = this.large.length(field.valueLarge);
      this.large.read(field.valueLarge, 0, target, 0, length);
      return length;
    }
    const bytes = this.store.heap.slabs.bytes[field.slab]!;
    for (let i = 0; i < field.valueLength; i++) target[i] = bytes[field.valueAt + i]!;
    return field.valueLength;
  }

  /** Bytes of the value that was found. */
  valueLength(): number {
    const { field } = this;
    return field.valueLarge === NO_LARGE ? field.valueLength : this.large.length(field.valueLarge);
  }

  // ---------------------------------------------------------------- changes

  /**
   * Sets a field to an argument, with another time to live. `takeLarge` comes before.
   * @returns whether the field is new
   */
  setField(name: ArgIndex, value: ArgIndex, expiresAt: number): boolean {
    this.#load(value);
    return this.write(name, expiresAt);
  }

  /** Sets a field to what `value` says. @returns whether the field is new */
  write(name: ArgIndex, expiresAt: number): boolean {
    const { args } = this.store;
    const start = args.argStart[name]!;
    const length = args.argLen[name]!;
    if (expiresAt !== NEVER) this.#timesChanged = true;
    if (this.root === NO_REF) {
      this.#create(args.buf, start, length, expiresAt);
      return true;
    }
    const { root, encoding } = this;
    const isNew = !this.locate(args.buf, start, length);
    if (isNew) this.add(args.buf, start, length, expiresAt);
    else {
      if (this.field.expiresAt !== NEVER) this.#timesChanged = true;
      this.change(expiresAt);
    }
    if (root !== this.root || encoding !== this.encoding) this.follow();
    return isNew;
  }

  /** Sets when the field that was found expires, NEVER to keep it. Set anew, a time that it has changes its place. */
  setExpiry(expiresAt: number): void {
    const { root, encoding } = this;
    this.#timesChanged = true;
    this.expire(expiresAt);
    if (root !== this.root || encoding !== this.encoding) this.follow();
  }

  /** Makes room for times in a packed hash, as Redis does before it looks whether there is anything to set. */
  expectTimes(): void {
    if (this.root === NO_REF || this.encoding !== PACKED) return;
    this.widen();
    this.follow();
  }

  /** Deletes the field that was found. `settle` deletes the key with the last one. */
  remove(): void {
    const { root } = this;
    if (this.field.expiresAt !== NEVER) this.#timesChanged = true;
    this.#removed = true;
    this.takeOut();
    if (root !== this.root) this.follow();
  }

  /** Says what has happened to the hash, to so many of its fields; 0: to those that were counted already. */
  changed(event: number, fields = 1): void {
    this.#tellExpired();
    this.store.changed(this.#key, event);
    if (fields !== 1) this.store.countMore(fields - 1);
  }

  /**
   * Ends a command, changes or not, unless nothing could have been past its time: an empty hash goes with its key, and times are queued.
   * @returns whether the key is still there
   */
  settle(): boolean {
    if (this.record === NO_REF) return false;
    this.#tellExpired();
    if (this.#removed && this.fields() === 0) {
      this.store.deleteEmpty(this.#key, this.record);
      this.turnTo(NO_REF);
      return false;
    }
    if (this.#timesChanged) {
      this.#timesChanged = false;
      const first = this.earliestField();
      this.record = this.store.setElementsExpiry(this.#key, this.record, first === NEVER ? NO_EXPIRY : first);
    }
    return true;
  }

  /**
   * Takes the large values among arguments into large objects, before anything changes: of `count` values, `stride`
   * arguments apart. Throws OutOfMemory, and keeps none, when one finds no room.
   */
  takeLarge(first: ArgIndex, count: number, stride: number): void {
    // Setting a length costs a call of the runtime.
    if (this.#taken.length !== 0) this.#taken.length = 0;
    for (let i = 0; i < count; i++) {
      const argument = (first + i * stride) as ArgIndex;
      if (!this.#larges.isLarge(argument)) continue;
      try {
        this.#taken.push(this.#larges.take(argument));
      } catch (error) {
        while (this.#taken.length > 0) this.large.release(this.#taken.pop()!);
        throw error;
      }
    }
    if (this.#taken.length > 1) this.#taken.reverse();
  }

  /** Bytes that a change of a hash may allocate beside the fields themselves: another form, or a larger table. */
  changeBound(key: ArgIndex): number {
    return this.store.putBound(key, 4) + CHANGE_BOUND;
  }

  /** Bytes that a field set to an argument may take. */
  fieldBound(name: ArgIndex, value: ArgIndex): number {
    const { args } = this.store;
    const inline = this.#larges.isLarge(value) ? 4 : args.argLen[value]!;
    return elementBytes(args.argLen[name]!, inline, true) + FIELD_BOUND + this.#larges.bound(value);
  }

  // ---------------------------------------------------------------- inside

  #create(name: Uint8Array, start: number, length: number, expiresAt: number): void {
    this.createPacked(this.room);
    try {
      this.add(name, start, length, expiresAt);
    } catch (error) {
      // A large name found no room: nothing of the key is to stay.
      this.dismantle(this.shard, this.encoding, this.root, Number.MAX_SAFE_INTEGER);
      this.root = NO_REF;
      throw error;
    }
    this.record = this.store.collections.put(this.#key, NO_REF, TYPE_HASH, this.encoding, this.root);
  }

  /** However many fields were past their time, one command says so once. */
  #tellExpired(): void {
    if (!this.#expired) return;
    this.#expired = false;
    this.store.changed(this.#key, EVENT.hexpired);
  }

  /** Makes an argument, large or not, the value to write. */
  #load(value: ArgIndex): void {
    const { args } = this.store;
    if (this.#larges.isLarge(value)) this.value.setLarge(this.#taken.pop()!);
    else this.value.setBytes(args.buf, args.argStart[value]!, args.argLen[value]!);
  }
}
