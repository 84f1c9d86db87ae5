/**
 * Writes values as DUMP payloads, in the oldest version of the RDB format that can hold them: plain lists of their parts,
 * which every server reads and packs by its own settings. dump-stream.ts does streams.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { LargeRef, Ref } from '../../memory/types.ts';
import { NO_LARGE } from '../../memory/types.ts';
import { NEVER } from '../../values/hash/hash-field.ts';
import { SetWalk } from '../collections/set-walk.ts';
import { SortedSetWalk } from '../collections/sorted-set-walk.ts';
import type { DataTypes } from '../data-types.ts';
import { TYPE_HASH, TYPE_LIST, TYPE_SET, TYPE_STRING, TYPE_ZSET } from '../record.ts';
import { StreamDumper } from './dump-stream.ts';
import * as rdb from './format.ts';
import { PayloadWriter } from './payload-writer.ts';

export class ValueDumper {
  readonly types: DataTypes;
  /** The payload: `buffer` up to `length`. */
  readonly writer: PayloadWriter = new PayloadWriter();
  readonly #setWalk: SetWalk;
  readonly #sortedSetWalk: SortedSetWalk;
  readonly #streams: StreamDumper;

  constructor(types: DataTypes) {
    this.types = types;
    this.#setWalk = new SetWalk(types.sets);
    types.store.heap.slabs.hold(this.#setWalk);
    this.#sortedSetWalk = new SortedSetWalk(types.sortedSets);
    this.#streams = new StreamDumper(types, this.writer);
  }

  /** Writes the value of a record, which is looked up by `key` for types that need it. */
  dump(key: ArgIndex, record: Ref): void {
    const { writer } = this;
    writer.begin();
    writer.finish(this.#write(key, record));
  }

  /** @returns the version that can hold it */
  #write(key: ArgIndex, record: Ref): number {
    const type = this.types.store.records.type(record);
    if (type === TYPE_STRING) return this.#string(record);
    if (type === TYPE_LIST) return this.#list(key, record);
    if (type === TYPE_SET) return this.#set(record);
    if (type === TYPE_ZSET) return this.#sortedSet(record);
    if (type === TYPE_HASH) return this.#hash(key, record);
    return this.#streams.write(this.types.store.records.rootRef(record));
  }

  #string(record: Ref): number {
    const { strings } = this.types;
    const length = strings.length(record);
    this.writer.byte(rdb.RDB_STRING);
    this.writer.size(length);
    strings.copyOut(record, 0, length, this.writer.reserve(length), this.writer.length - length);
    return rdb.VERSION_PLAIN;
  }

  #list(key: ArgIndex, record: Ref): number {
    const list = this.types.lists.open(key, record);
    this.writer.byte(rdb.RDB_LIST);
    this.writer.size(list.count());
    list.seekFirst();
    do {
      const large = list.largeItem();
      if (large !== NO_LARGE) {
        this.#large(large);
        continue;
      }
      list.readItem();
      this.writer.text(list.text, list.textStart, list.textLength);
    } while (list.next());
    return rdb.VERSION_PLAIN;
  }

  #set(record: Ref): number {
    const walk = this.#setWalk;
    this.writer.byte(rdb.RDB_SET);
    this.writer.size(this.types.sets.size(record));
    walk.start(record);
    while (walk.next()) this.writer.text(walk.bytes, walk.at, walk.length);
    return rdb.VERSION_PLAIN;
  }

  #sortedSet(record: Ref): number {
    const { sortedSets, store } = this.types;
    const walk = this.#sortedSetWalk;
    const size = sortedSets.size(record);
    this.writer.byte(rdb.RDB_ZSET);
    this.writer.size(size);
    // The greatest score first: that is how a skip list is filled without searching.
    walk.down(store.records.encoding(record), store.records.rootRef(record), size - 1);
    for (let i = 0; i < size; i++) {
      walk.previous();
      this.writer.text(walk.bytes, walk.start, walk.end - walk.start);
      this.writer.double(walk.score);
    }
    return rdb.VERSION_ZSET;
  }

  #hash(key: ArgIndex, record: Ref): number {
    const { hashes } = this.types;
    hashes.open(key, record);
    const earliest = hashes.earliestField();
    if (earliest !== NEVER) return this.#expiringHash(earliest);
    this.writer.byte(rdb.RDB_HASH);
    this.writer.size(hashes.fields());
    hashes.rewind();
    while (hashes.step()) this.#field();
    return rdb.VERSION_PLAIN;
  }

  #expiringHash(earliest: number): number {
    const { hashes } = this.types;
    this.writer.byte(rdb.RDB_HASH_EXPIRING);
    this.writer.time(earliest);
    this.writer.size(hashes.fields());
    hashes.rewind();
    while (hashes.step()) {
      const { expiresAt } = hashes.field;
      this.writer.size(expiresAt === NEVER ? 0 : expiresAt - earliest + 1);
      this.#field();
    }
    return rdb.VERSION_EXPIRING;
  }

  /** Writes name and value of the field that was met. */
  #field(): void {
    const { field } = this.types.hashes;
    const bytes = this.types.store.heap.slabs.bytes[field.slab]!;
    if (field.nameLarge !== NO_LARGE) this.#large(field.nameLarge);
    else this.writer.text(bytes, field.nameAt, field.nameLength);
    if (field.valueLarge !== NO_LARGE) this.#large(field.valueLarge);
    else this.writer.text(bytes, field.valueAt, field.valueLength);
  }

  #large(object: LargeRef): void {
    const { large } = this.types.store;
    const length = large.length(object);
    this.writer.size(length);
    large.read(object, 0, this.writer.reserve(length), this.writer.length - length, length);
  }
}
