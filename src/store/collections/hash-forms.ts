// HOT: no closures, no allocation on the JS heap; called under the lock of the key.
/**
 * A hash in either form, packed run or table, as one thing: fields are found, changed and walked through here. The form
 * changes by itself, as in Redis: a hash becomes a table with its first long or its last packed field, and triples with
 * its first field that expires, and stays what it has become.
 */
import type { LargeObjects } from '../../memory/large/large-objects.ts';
import { NO_LARGE, NO_REF, type Ref } from '../../memory/types.ts';
import { ExpiryOrder } from '../../values/hash/expiry-order.ts';
import { PAIRS, TRIPLES } from '../../values/hash/field-bytes.ts';
import { moveToPlace } from '../../values/hash/field-order.ts';
import { FieldRun } from '../../values/hash/field-run.ts';
import { FieldTable } from '../../values/hash/field-table.ts';
import { FieldValue, HashField, NEVER } from '../../values/hash/hash-field.ts';
import { MAX_RUN_BYTES, type PackedRuns } from '../../values/packed-run.ts';
import { SCAN_END } from '../../values/table/hash-segment.ts';
import type { MemberTable } from '../../values/table/member-table.ts';
import type { Keyspace } from '../keyspace.ts';
import { OutOfMemory } from '../strings/strings.ts';

/** Encodings of a hash in its record. */
export const PACKED = 0;
export const TABLE = 1;
/** A packed run of triples. */
export const PACKED_EXPIRING = 2;

/** Buckets of a table visited for each field that was asked for. */
const VISITS_PER_FIELD = 10;
const NOTHING = new Uint8Array(0);

export class HashForms {
  protected readonly store: Keyspace;
  protected readonly large: LargeObjects;
  protected readonly run: FieldRun;
  readonly table: FieldTable;
  /** Most fields of a packed hash, and its longest name or value. */
  maxPackedEntries = 512;
  maxPackedValue = 64;

  /** The hash that is open. */
  encoding = PACKED;
  root: Ref = NO_REF;
  shard = 0;
  /** The field that was found last. */
  readonly field = new HashField();
  /** What is to be written. */
  readonly value = new FieldValue();
  readonly #old = new FieldValue();

  /** What was looked for last; the bytes are a request's. */
  #name: Uint8Array = NOTHING;
  #nameStart = 0;
  #nameLength = 0;

  /** Where a walk goes on: in a run the next place; in a table a position, and what was found there. */
  #next = 0;
  #index = 0;
  #found = 0;
  #walked: Int32Array;
  /** What one step of a scan met. */
  #met = new Int32Array(256);

  constructor(store: Keyspace, runs: PackedRuns, members: MemberTable) {
    this.store = store;
    this.large = store.large;
    this.run = new FieldRun(store.heap, runs);
    this.table = new FieldTable(store.heap, members, new ExpiryOrder(store.heap));
    this.#walked = members.found;
    store.heap.slabs.hold(this.#old);
  }

  /** Fields, those past their time included. */
  fields(): number {
    if (this.encoding === TABLE) return this.table.members.count(this.root);
    return this.run.runs.count(this.root) / this.#width();
  }

  /** @returns whether the open hash has the field, past its time or not: `field` says where */
  locate(name: Uint8Array, start: number, length: number): boolean {
    this.#name = name;
    this.#nameStart = start;
    this.#nameLength = length;
    if (this.encoding === TABLE) return this.table.locate(this.root, name, start, length, this.field);
    return this.run.locate(this.root, this.#width(), name, start, length, this.field);
  }

  /** When the first field expires, or NEVER. */
  earliestField(): number {
    if (this.encoding === PACKED) return NEVER;
    return this.encoding === TABLE ? this.table.earliest(this.root) : this.run.earliest(this.root);
  }

  // ---------------------------------------------------------------- changes; `root` and `encoding` follow

  /** An empty packed hash with room for fields of `bytes` bytes, or for as much as a packed one may hold. */
  protected createPacked(bytes: number): void {
    this.encoding = PACKED;
    this.root = this.run.runs.create(this.shard, Math.min(bytes, MAX_RUN_BYTES));
  }

  /**
   * Adds a field that `locate` did not find just now, with `value`.
   * Throws OutOfMemory, and nothing is added, when a large name finds no room.
   */
  protected add(name: Uint8Array, start: number, length: number, expiresAt: number): void {
    const { value } = this;
    const was = this.encoding;
    if (was !== TABLE) this.#prepareRun(length, 1, expiresAt);
    if (this.encoding === TABLE) {
      const { field } = this;
      if (was !== TABLE) field.hash = this.table.members.hash(name, start, length);
      if (!this.table.add(this.shard, this.root, field.hash, name, start, length, value, expiresAt)) {
        throw new OutOfMemory();
      }
      return;
    }
    const width = this.#width();
    this.root = this.run.add(this.shard, this.root, width, name, start, length, value, expiresAt);
    if (expiresAt !== NEVER) this.#order(this.run.runs.gapAt - this.run.runs.begin(this.root));
  }

  /** Gives the field that was located `value` and another time. */
  protected change(expiresAt: number): void {
    const { field, value } = this;
    if (this.encoding !== TABLE) {
      const { encoding } = this;
      const isSame = value.length === field.valueLength && expiresAt === field.expiresAt && value.large === NO_LARGE;
      if (isSame && value.length <= this.maxPackedValue) {
        this.run.overwrite(field, value);
        return;
      }
      this.#prepareRun(0, 0, expiresAt);
      if (encoding !== this.encoding) this.#relocate();
    }
    if (this.encoding === TABLE) {
      this.table.change(this.shard, this.root, field, this.value, expiresAt);
      return;
    }
    const offset = this.#offset();
    this.root = this.run.change(this.shard, this.root, this.#width(), field, this.value, expiresAt);
    if (expiresAt !== field.expiresAt) this.#order(offset);
  }

  /** Gives the field that was located another time. */
  protected expire(expiresAt: number): void {
    if (this.encoding === PACKED) {
      if (expiresAt === NEVER) return;
      this.widen();
      this.#relocate();
    }
    if (this.encoding === TABLE) {
      if (expiresAt !== this.field.expiresAt) this.table.expire(this.shard, this.root, this.field, expiresAt);
      return;
    }
    const offset = this.#offset();
    this.root = this.run.expire(this.shard, this.root, this.field, expiresAt);
    this.#order(offset);
  }

  /** Takes the field that was located out. */
  protected takeOut(): void {
    if (this.encoding === TABLE) this.table.remove(this.shard, this.root, this.field);
    else this.root = this.run.remove(this.shard, this.root, this.#width(), this.field);
  }

  // ---------------------------------------------------------------- walks

  /** Begins a walk over all fields; nothing may change until it ends. */
  rewind(): void {
    this.#walked = this.table.members.found;
    this.#next = this.encoding === TABLE ? 0 : this.run.runs.begin(this.root);
    this.#index = 0;
    this.#found = 0;
  }

  /**
   * Begins a walk over some fields of a table: those of the buckets from a cursor on, until about `count` were met.
   * @returns the cursor to go on from, 0 behind the last
   */
  rewindTo(cursor: number, count: number): number {
    const { members } = this.table;
    let found = 0;
    let position = cursor < SCAN_END ? cursor : SCAN_END;
    for (let visits = 0; position < SCAN_END && found < count && visits < count * VISITS_PER_FIELD; visits++) {
      const met = members.scan(this.root, position);
      if (found + met > this.#met.length) this.#growMet(found + met);
      for (let i = 0; i < met; i++) this.#met[found++] = members.found[i]!;
      position = members.nextPosition;
    }
    this.#walked = this.#met;
    this.#next = SCAN_END;
    this.#index = 0;
    this.#found = found;
    return position < SCAN_END ? position : 0;
  }

  /** Goes on to the next field, past its time or not. @returns false behind the last */
  step(): boolean {
    if (this.encoding === TABLE) return this.#stepTable();
    const { run } = this;
    if (this.#next >= run.runs.end(this.root)) return false;
    const width = this.#width();
    run.read(this.root, width, this.#next, this.field);
    this.#next = run.next(this.root, width, this.#next);
    return true;
  }

  /** The field number `index` of a packed hash. */
  readPacked(index: number): void {
    const width = this.#width();
    this.run.read(this.root, width, this.run.at(this.root, width, index), this.field);
  }

  /** The field of an element of the table. */
  readElement(element: number): void {
    this.table.read(element as Ref, this.field);
  }

  /** Some field of a table, each with the same chance. */
  readRandom(): void {
    this.table.read(this.table.members.random(this.root), this.field);
  }

  #stepTable(): boolean {
    const { members } = this.table;
    while (this.#index >= this.#found) {
      if (this.#next >= SCAN_END) return false;
      this.#found = members.scan(this.root, this.#next);
      this.#next = members.nextPosition;
      this.#index = 0;
    }
    this.table.read(this.#walked[this.#index++]! as Ref, this.field);
    return true;
  }

  /** cold: only for the longest step of a scan so far. */
  #growMet(count: number): void {
    const met = new Int32Array(count * 2);
    for (let i = 0; i < this.#met.length; i++) met[i] = this.#met[i]!;
    this.#met = met;
  }

  // ---------------------------------------------------------------- forms

  #width(): number {
    return this.encoding === PACKED ? PAIRS : TRIPLES;
  }

  /** Changes the form of a packed hash if it cannot take a name of this length and `value`, `more` fields more. */
  #prepareRun(nameLength: number, more: number, expiresAt: number): void {
    const { value } = this;
    const tooLong = value.large !== NO_LARGE || nameLength > this.maxPackedValue || value.length > this.maxPackedValue;
    const tooMany = more > 0 && this.fields() + more > this.maxPackedEntries;
    if (tooLong || tooMany || !this.run.fits(this.root, nameLength, value.length)) this.toTable();
    else if (expiresAt !== NEVER && this.encoding === PACKED) this.widen();
  }

  /** Bytes in front of the field that was located, in its run. */
  #offset(): number {
    return this.field.place - this.run.runs.begin(this.root);
  }

  /** Puts the field with so many bytes in front of it where its time belongs, in a run of triples. */
  #order(offset: number): void {
    moveToPlace(this.run.runs, this.root, offset);
  }

  /** Makes triples of pairs. */
  protected widen(): void {
    this.root = this.run.widen(this.shard, this.root);
    this.encoding = PACKED_EXPIRING;
  }

  /** Finds the field again that was located before the form changed. */
  #relocate(): void {
    this.locate(this.#name, this.#nameStart, this.#nameLength);
  }

  /** Makes a table of a packed hash. */
  toTable(): void {
    const { run, shard, field } = this;
    const { runs } = run;
    const old = this.root;
    const root = this.table.create(shard);
    const bytes = runs.bytesOf(old);
    const end = runs.end(old);
    const width = this.#width();
    for (let at = runs.begin(old); at < end; at = run.next(old, width, at)) {
      run.read(old, width, at, field);
      this.#old.setBytes(bytes, field.valueAt, field.valueLength);
      const hash = this.table.members.hash(bytes, field.nameAt, field.nameLength);
      this.table.add(shard, root, hash, bytes, field.nameAt, field.nameLength, this.#old, field.expiresAt);
    }
    this.store.heap.free(shard, old);
    this.root = root;
    this.encoding = TABLE;
  }
}
