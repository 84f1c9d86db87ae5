/**
 * Makes values of DUMP payloads, whoever made them: versions 1 to 12 of the RDB format, all forms of strings, lists, sets,
 * hashes and sorted sets. restore-stream.ts does streams. Nothing becomes the value of a key before it is whole.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import type { DataTypes } from '../data-types.ts';
import { ENCODING_BY_CONTENT, NO_EXPIRY } from '../record.ts';
import { OutOfMemory } from '../strings/strings.ts';
import { Crc64 } from './crc64.ts';
import * as rdb from './format.ts';
import { readIntset, readListpack, readZiplist, readZipmap } from './packed-texts.ts';
import { PayloadReader } from './payload-reader.ts';
import { addScored, readScored } from './restore-sorted-set.ts';
import { restoreStream } from './restore-stream.ts';
import { FIRST_TEXT, RestoreTarget, TARGET } from './restore-target.ts';
import { Texts } from './texts.ts';

/** What becomes of a payload. */
export const RESTORED = 0;
export const BAD_DATA = 1;
export const NO_MEMORY = 2;

/** Node of a quicklist that is one long item. */
const PLAIN_NODE = 1;
const PACKED_NODE = 2;
const HASH_PAIR = 2;
const HASH_TRIPLE = 3;

export class ValueRestorer {
  readonly types: DataTypes;
  readonly reader: PayloadReader = new PayloadReader();
  /** Texts that are parts of the value, and blobs that hold such texts. */
  readonly texts: Texts = new Texts();
  readonly blobs: Texts = new Texts();
  readonly target: RestoreTarget;
  /** What `build` built. */
  record: Ref = NO_REF;
  readonly #crc = new Crc64();

  constructor(types: DataTypes) {
    this.types = types;
    this.target = new RestoreTarget(types.store);
  }

  /** Whether bytes[start, end) end with a version that is understood and their checksum. */
  verify(bytes: Buffer, start: number, end: number): boolean {
    if (end - start < rdb.FOOTER_BYTES) return false;
    if (bytes.readUInt16LE(end - rdb.FOOTER_BYTES) > rdb.NEWEST_VERSION) return false;
    this.#crc.compute(bytes, start, end - 8);
    return this.#crc.equals(bytes, end - 8);
  }

  /**
   * Builds the value of a verified payload in the shard of a key, which stays as it is.
   * @returns RESTORED (`record` is then out of any database, NO_REF for nothing), BAD_DATA or NO_MEMORY
   */
  build(key: ArgIndex, bytes: Buffer, start: number, end: number): number {
    this.texts.clear();
    this.blobs.clear();
    this.reader.begin(bytes, start, end - rdb.FOOTER_BYTES);
    this.target.begin(key, this.texts);
    let isWhole = false;
    try {
      isWhole = this.#read(this.reader.byte());
    } catch (error) {
      this.target.abort();
      if (error instanceof OutOfMemory) return NO_MEMORY;
      throw error;
    }
    if (!isWhole || this.reader.failed) {
      this.target.abort();
      return BAD_DATA;
    }
    this.record = this.target.end();
    return this.record === NO_REF ? BAD_DATA : RESTORED;
  }

  /** A list of texts, in the shard of a key: a record out of any database, for `relink`. Throws OutOfMemory. */
  makeList(key: ArgIndex, texts: Texts): Ref {
    const { target } = this;
    target.begin(key, texts);
    try {
      target.load(0, texts.count);
      this.types.lists.push(TARGET, NO_REF, FIRST_TEXT, texts.count, false);
    } catch (error) {
      target.abort();
      throw error;
    }
    return target.end();
  }

  /** Frees what `build` built in the shard of a key. */
  discard(key: ArgIndex): void {
    const { store } = this.types;
    store.releaseValue(store.shards[key]!, this.record);
    store.heap.free(store.shards[key]!, this.record);
  }

  #read(type: number): boolean {
    switch (type) {
      case rdb.RDB_STRING:
        return this.#string();
      case rdb.RDB_LIST:
      case rdb.RDB_SET:
        return this.#plain(1) && this.#elements(type === rdb.RDB_LIST);
      case rdb.RDB_HASH:
        return this.#plain(HASH_PAIR) && this.#fields();
      case rdb.RDB_ZSET:
      case rdb.RDB_ZSET_TEXT:
        return readScored(this, type === rdb.RDB_ZSET);
      case rdb.RDB_LIST_ZIPLIST:
        return this.#blob(readZiplist) && this.#elements(true);
      case rdb.RDB_SET_INTSET:
        return this.#blob(readIntset) && this.#elements(false);
      case rdb.RDB_SET_LISTPACK:
        return this.#blob(readListpack) && this.#elements(false);
      case rdb.RDB_HASH_ZIPMAP:
        return this.#blob(readZipmap) && this.#fields();
      case rdb.RDB_HASH_ZIPLIST:
        return this.#blob(readZiplist) && this.#fields();
      case rdb.RDB_HASH_LISTPACK:
        return this.#blob(readListpack) && this.#fields();
      case rdb.RDB_ZSET_ZIPLIST:
        return this.#blob(readZiplist) && addScored(this);
      case rdb.RDB_ZSET_LISTPACK:
        return this.#blob(readListpack) && addScored(this);
      case rdb.RDB_LIST_QUICKLIST:
      case rdb.RDB_LIST_QUICKLIST_2:
        return this.#nodes(type === rdb.RDB_LIST_QUICKLIST_2) && this.#elements(true);
      case rdb.RDB_HASH_EXPIRING:
        return this.#expiring();
      case rdb.RDB_HASH_LISTPACK_EXPIRING:
        return this.reader.time() >= 0 && this.#blob(readListpack) && this.#timedFields();
      case rdb.RDB_STREAM:
      case rdb.RDB_STREAM_2:
      case rdb.RDB_STREAM_3:
        return restoreStream(this, type);
      default:
        return false;
    }
  }

  #string(): boolean {
    const { reader, texts } = this;
    reader.text(texts);
    if (reader.failed) return false;
    this.target.load(0, 1);
    const { strings } = this.types;
    strings.setBytes(TARGET, NO_REF, texts.buffer, texts.starts[0]!, texts.lengths[0]!, ENCODING_BY_CONTENT, NO_EXPIRY);
    return true;
  }

  /** Reads a number of things of so many texts each. */
  #plain(textsEach: number): boolean {
    const { reader, texts } = this;
    const count = reader.count(textsEach) * textsEach;
    for (let i = 0; i < count && !reader.failed; i++) reader.text(texts);
    return count > 0 && !reader.failed;
  }

  /** Reads a value that is one packed blob. */
  #blob(read: (source: Texts, index: number, into: Texts) => number): boolean {
    this.reader.text(this.blobs);
    return !this.reader.failed && read(this.blobs, 0, this.texts) > 0;
  }

  /** Reads the nodes of a quicklist: packed ones, and since its second version items alone. */
  #nodes(mayBePlain: boolean): boolean {
    const { reader, texts, blobs } = this;
    const count = reader.count(mayBePlain ? 2 : 1);
    for (let i = 0; i < count; i++) {
      const kind = mayBePlain ? reader.size() : PACKED_NODE;
      if (kind === PLAIN_NODE) {
        reader.text(texts);
        if (reader.failed) return false;
        continue;
      }
      if (kind !== PACKED_NODE) return false;
      blobs.clear();
      reader.text(blobs);
      if (reader.failed) return false;
      if ((mayBePlain ? readListpack : readZiplist)(blobs, 0, texts) < 0) return false;
    }
    return texts.count > 0;
  }

  /** Makes a list or set of all texts. */
  #elements(isList: boolean): boolean {
    const { texts, types } = this;
    const { count } = texts;
    this.target.load(0, count);
    if (isList) {
      types.lists.push(TARGET, NO_REF, FIRST_TEXT, count, false);
      return true;
    }
    const { buf, argStart, argLen } = types.store.args;
    const record = types.sets.begin(TARGET, buf, argStart[FIRST_TEXT]!, argLen[FIRST_TEXT]!, count);
    for (let i = 0; i < count; i++) {
      const text = FIRST_TEXT + i;
      if (!types.sets.add(TARGET, record, buf, argStart[text]!, argLen[text]!)) return false;
    }
    return true;
  }

  /** Makes a hash of texts: names and values. */
  #fields(): boolean {
    const { texts, types } = this;
    if (texts.count === 0 || texts.count % HASH_PAIR !== 0) return false;
    types.hashes.open(TARGET, NO_REF);
    for (let i = 0; i < texts.count; i += HASH_PAIR) if (!this.#setField(i, 0)) return false;
    return types.hashes.settle();
  }

  /** Makes a hash of texts: names, values and times, 0 for never. The fields keep their order. */
  #timedFields(): boolean {
    const { texts, types } = this;
    if (texts.count === 0 || texts.count % HASH_TRIPLE !== 0) return false;
    types.hashes.open(TARGET, NO_REF);
    // Of equal times what is set last comes first.
    for (let i = texts.count - HASH_TRIPLE; i >= 0; i -= HASH_TRIPLE) {
      const expiresAt = texts.integerAt(i + 2);
      if (expiresAt !== 0 && !this.#setField(i, expiresAt)) return false;
    }
    for (let i = 0; i < texts.count; i += HASH_TRIPLE) {
      if (texts.integerAt(i + 2) === 0 && !this.#setField(i, 0)) return false;
    }
    return types.hashes.settle();
  }

  /** Sets the field whose name and value are texts `index` and the next. @param expiresAt 0 for never */
  #setField(index: number, expiresAt: number): boolean {
    const { hashes } = this.types;
    if (!(expiresAt >= 0)) return false;
    this.target.load(index, HASH_PAIR);
    const value = (FIRST_TEXT + 1) as ArgIndex;
    hashes.takeLarge(value, 1, 1);
    return hashes.setField(FIRST_TEXT, value, expiresAt === 0 ? NO_EXPIRY : expiresAt);
  }

  /** Reads and makes a hash whose fields may expire: times are told from the earliest one. */
  #expiring(): boolean {
    const { reader, texts } = this;
    const earliest = reader.time();
    const count = reader.count(HASH_TRIPLE);
    if (reader.failed || count === 0 || earliest < 0) return false;
    this.types.hashes.open(TARGET, NO_REF);
    for (let i = 0; i < count; i++) {
      const later = reader.size();
      texts.cut(0);
      reader.text(texts);
      reader.text(texts);
      if (reader.failed || !this.#setField(0, later === 0 ? 0 : earliest + later - 1)) return false;
    }
    return this.types.hashes.settle();
  }
}
