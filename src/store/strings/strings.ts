// HOT: no closures, no allocation on the JS heap; called under the locks of the keys it names.
/**
 * String values: inline in the record below the large-object threshold, in pages of their own from there on. What
 * they hold is always the bytes themselves; "int" is only a way of looking at short ones.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { LargeSink } from '../../memory/large/large-sink.ts';
import { type LargeRef, NO_LARGE, NO_REF, type Ref, type ShardId } from '../../memory/types.ts';
import { copyIn } from '../copy-in.ts';
import type { Keyspace } from '../keyspace.ts';
import { ENCODING_BY_CONTENT, ENCODING_RAW, ENCODING_TEXT, NO_EXPIRY, TYPE_STRING } from '../record.ts';
import { isSampled } from '../usage/access-samples.ts';
import { isCanonicalInteger } from './canonical-integer.ts';
import { pageBound } from './page-bound.ts';
import { PreparedCopy } from './prepared-copy.ts';

/** Bytes that Redis keeps beside the object header: longer strings are called raw. */
const EMBEDDED_BYTES = 44;
/** Below this many bytes a loop is faster than the call of Buffer.copy. */
const LOOP_BYTES = 48;

/** Thrown before anything was changed when the large-object space or the system has no more memory. */
export class OutOfMemory extends Error {
  constructor() {
    super('out of memory');
    this.name = 'OutOfMemory';
  }
}

export class Strings {
  readonly #store: Keyspace;
  /** Values of this many bytes and more go to pages of their own. */
  largeThreshold = 65536;
  /** Arguments that were streamed into pages: `argStart` is -1 - index. Set with the request. */
  sinks: readonly (LargeSink | null)[] = [];
  /** The copy of the value that the command is about to change, if one was made. */
  readonly prepared: PreparedCopy;

  constructor(store: Keyspace) {
    this.#store = store;
    this.prepared = new PreparedCopy(store.large);
  }

  /** Bytes of a string value. */
  length(ref: Ref): number {
    const { records, large } = this.#store;
    return records.isLarge(ref) ? large.length(records.largeRef(ref)) : records.valueLength(ref);
  }

  /**
   * Sets a key to the bytes of an argument, whatever it held. @param expiresAt absolute ms or NO_EXPIRY
   * Throws OutOfMemory before any change when a large value finds no room.
   */
  set(key: ArgIndex, existing: Ref, value: ArgIndex, expiresAt: number): Ref {
    const args = this.#store.args;
    const start = args.argStart[value]!;
    if (start >= 0) {
      return this.setBytes(key, existing, args.buf, start, args.argLen[value]!, ENCODING_BY_CONTENT, expiresAt);
    }
    return this.adopt(key, existing, this.#finishSink(start), ENCODING_BY_CONTENT, expiresAt);
  }

  /** Sets a key to bytes that lie in private memory. @param encoding ENCODING_BY_CONTENT or ENCODING_RAW */
  setBytes(
    key: ArgIndex,
    existing: Ref,
    source: Uint8Array,
    start: number,
    length: number,
    encoding: number,
    expiresAt: number,
  ): Ref {
    const store = this.#store;
    if (length >= this.largeThreshold) {
      const large = this.allocatePages(length);
      store.large.write(large, 0, source, start, start + length);
      return this.adopt(key, existing, large, encoding, expiresAt);
    }
    const ref = store.put(key, existing, TYPE_STRING, encoding, length, false, expiresAt);
    copyIn(store.records, ref, store.records.valueAt(ref), source, start, length);
    return ref;
  }

  /**
   * Overwrites from `offset` on with the bytes of an argument; a gap behind the old end is filled with zeros. The
   * length is at most proto-max-bulk-len, which the caller checks. Expiry and access stay. NO_REF makes a new key.
   */
  setRange(key: ArgIndex, ref: Ref, offset: number, value: ArgIndex): Ref {
    const { args, records, large } = this.#store;
    if (ref === NO_REF) return this.#createRange(key, offset, value);
    const before = this.length(ref);
    const end = offset + args.argLen[value]!;
    const after = end > before ? end : before;
    if (records.isLarge(ref) || after >= this.largeThreshold || args.argStart[value]! < 0) {
      const object = this.ownPages(key, ref, after);
      if (offset > before) large.zero(object, before, offset - before);
      this.#writeArgument(object, offset, value);
      this.#store.changed(key);
      return this.#store.peek(key);
    }
    const record = this.#store.resize(key, ref, after, ENCODING_RAW);
    const bytes = records.bytesOf(record);
    const at = records.valueAt(record);
    for (let i = before; i < offset; i++) bytes[at + i] = 0;
    copyIn(records, record, at + offset, args.buf, args.argStart[value]!, args.argLen[value]!);
    return record;
  }

  #createRange(key: ArgIndex, offset: number, value: ArgIndex): Ref {
    const { args, records, large } = this.#store;
    const length = offset + args.argLen[value]!;
    if (length >= this.largeThreshold || args.argStart[value]! < 0) {
      const object = this.allocatePages(length);
      large.zero(object, 0, offset);
      this.#writeArgument(object, offset, value);
      return this.adopt(key, NO_REF, object, ENCODING_RAW, NO_EXPIRY);
    }
    const ref = this.#store.put(key, NO_REF, TYPE_STRING, ENCODING_RAW, length, false, NO_EXPIRY);
    const bytes = records.bytesOf(ref);
    const at = records.valueAt(ref);
    for (let i = 0; i < offset; i++) bytes[at + i] = 0;
    copyIn(records, ref, at + offset, args.buf, args.argStart[value]!, args.argLen[value]!);
    return ref;
  }

  /** Copies value[from, from + length) into private memory. The range lies inside the value. */
  copyOut(ref: Ref, from: number, length: number, target: Buffer, at: number): void {
    const { records, large } = this.#store;
    if (records.isLarge(ref)) {
      large.read(records.largeRef(ref), from, target, at, length);
      return;
    }
    const source = records.bytesOf(ref);
    const start = records.valueAt(ref) + from;
    if (length < LOOP_BYTES) for (let i = 0; i < length; i++) target[at + i] = source[start + i]!;
    else source.copy(target, at, start, start + length);
  }

  /** One byte of the value. */
  byteAt(ref: Ref, index: number): number {
    const { records, large } = this.#store;
    if (records.isLarge(ref)) return large.byteAt(records.largeRef(ref), index);
    return records.bytesOf(ref)[records.valueAt(ref) + index]!;
  }

  /** Whether the value is just the bytes of an argument. */
  equals(ref: Ref, value: ArgIndex): boolean {
    const { args, records } = this.#store;
    const length = args.argLen[value]!;
    const start = args.argStart[value]!;
    if (this.length(ref) !== length) return false;
    if (records.isLarge(ref)) return this.equalsLarge(records.largeRef(ref), value);
    if (start < 0) return false;
    const bytes = records.bytesOf(ref);
    const at = records.valueAt(ref);
    for (let i = 0; i < length; i++) if (bytes[at + i] !== args.buf[start + i]) return false;
    return true;
  }

  /** Whether a large object, which is pinned if no lock is held, is just the bytes of an argument. */
  equalsLarge(object: LargeRef, value: ArgIndex): boolean {
    const { args, large } = this.#store;
    const start = args.argStart[value]!;
    if (start >= 0) return large.equalsBytes(object, args.buf, start, start + args.argLen[value]!);
    return large.equals(object, this.sinks[-1 - start]?.ref ?? NO_LARGE);
  }

  /**
   * Gives another key this value as well (COPY). `ref` may be of any database. A large object gets a second owner: to
   * each of them it looks as if it were being read, so whoever changes it first makes a copy.
   */
  copyTo(ref: Ref, key: ArgIndex, existing: Ref, expiresAt: number, db: number): Ref {
    const store = this.#store;
    const { records, large } = store;
    const encoding = records.encoding(ref);
    if (records.isLarge(ref)) {
      const object = records.largeRef(ref);
      large.pin(object);
      return this.#putLarge(key, existing, object, encoding, expiresAt, db);
    }
    const length = records.valueLength(ref);
    const copy = store.put(key, existing, TYPE_STRING, encoding, length, false, expiresAt, db);
    const at = records.valueAt(ref);
    records.bytesOf(ref).copy(records.bytesOf(copy), records.valueAt(copy), at, at + length);
    return copy;
  }

  /** 'int', 'embstr' or 'raw', as OBJECT ENCODING says it. */
  encodingName(ref: Ref): 'int' | 'embstr' | 'raw' {
    const { records } = this.#store;
    if (records.isLarge(ref) || records.encoding(ref) === ENCODING_RAW) return 'raw';
    const length = records.valueLength(ref);
    const mayBeInteger = length <= 20 && records.encoding(ref) !== ENCODING_TEXT;
    if (mayBeInteger && isCanonicalInteger(records.bytesOf(ref), records.valueAt(ref), length)) return 'int';
    return length <= EMBEDDED_BYTES ? 'embstr' : 'raw';
  }

  /** Bytes that storing an argument may take outside the record. One that streamed into pages has them already. */
  bound(value: ArgIndex): number {
    const { args, large } = this.#store;
    const length = args.argLen[value]!;
    return args.argStart[value]! >= 0 && length >= this.largeThreshold ? large.bytesFor(length) : 0;
  }

  /** Bytes that `set` may allocate at most. */
  setBound(key: ArgIndex, value: ArgIndex): number {
    const length = this.#store.args.argLen[value]!;
    return this.#store.putBound(key, length < this.largeThreshold ? length : 4) + this.bound(value);
  }

  /** Bytes that `setRange` may allocate at most. The caller holds no lock. */
  changeBound(key: ArgIndex, offset: number, value: ArgIndex): number {
    return this.growthBound(key, offset + this.#store.args.argLen[value]!, false);
  }

  /** Bytes that `append` may allocate at most. The caller holds no lock. */
  appendBound(key: ArgIndex, value: ArgIndex): number {
    return this.growthBound(key, this.#store.args.argLen[value]!, true);
  }

  /** Bytes that making the value so long, from its start or (`behind`) from its end, may take. The caller holds no lock. */
  growthBound(key: ArgIndex, length: number, behind: boolean): number {
    const { large } = this.#store;
    const pages = pageBound(this.#store, key, length, behind);
    // A value that is inline so far may move to pages, where it has no room to spare.
    return (
      this.#store.putBound(key, this.largeThreshold) +
      (pages < 0 ? large.bytesFor(length + this.largeThreshold) : pages)
    );
  }

  /** The value in pages of its own that nobody else sees, at least `length` bytes long. */
  ownPages(key: ArgIndex, ref: Ref, length: number): LargeRef {
    const { records, large } = this.#store;
    if (records.isLarge(ref)) {
      const object = records.largeRef(ref);
      if (!large.isPinned(object) && (length <= large.length(object) || large.extend(object, length))) {
        records.setKind(ref, TYPE_STRING, ENCODING_RAW, true);
        return object;
      }
    }
    const before = this.length(ref);
    const of = records.isLarge(ref) ? records.largeRef(ref) : NO_LARGE;
    const ready = this.prepared.take(of, length);
    const object = ready === NO_LARGE ? this.allocatePages(length) : ready;
    if (of === NO_LARGE)
      large.write(object, 0, records.bytesOf(ref), records.valueAt(ref), records.valueAt(ref) + before);
    else if (ready === NO_LARGE) large.copyRange(of, 0, object, 0, before);
    this.adopt(key, ref, object, ENCODING_RAW, records.expiresAt(ref));
    return object;
  }

  /** Makes a large object, which nobody else has seen, the value of a key. */
  adopt(key: ArgIndex, existing: Ref, object: LargeRef, encoding: number, expiresAt: number): Ref {
    const store = this.#store;
    const ref = this.#putLarge(key, existing, object, encoding, expiresAt, store.db);
    store.large.adopt(object, store.shards[key]! as ShardId);
    return ref;
  }

  /** Puts a record around a reference to a large object, which is given up when there is no room for the record. */
  #putLarge(key: ArgIndex, existing: Ref, object: LargeRef, encoding: number, expiresAt: number, db: number): Ref {
    const { control, hashes, large, records, samples } = this.#store;
    try {
      const ref = this.#store.put(key, existing, TYPE_STRING, encoding, 4, true, expiresAt, db);
      records.setLargeRef(ref, object);
      if (isSampled(control, hashes[key]!)) samples.wroteLarge(key, ref);
      return ref;
    } catch (error) {
      large.release(object);
      throw error;
    }
  }

  /** A large object of any content. Throws OutOfMemory before any change. */
  allocatePages(length: number): LargeRef {
    const object = this.#store.large.allocate(length);
    if (object === NO_LARGE) throw new OutOfMemory();
    return object;
  }

  #finishSink(start: number): LargeRef {
    const sink = this.sinks[-1 - start];
    if (sink == null) throw new Error('a refused argument reached a command');
    return sink.finish();
  }

  #writeArgument(object: LargeRef, at: number, value: ArgIndex): void {
    const { args, large } = this.#store;
    const start = args.argStart[value]!;
    const length = args.argLen[value]!;
    if (start >= 0) {
      large.write(object, at, args.buf, start, start + length);
      return;
    }
    const source = this.#finishSink(start);
    large.copyRange(source, 0, object, at, length);
    large.release(source);
  }
}
