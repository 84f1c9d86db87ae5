/**
 * Where RESTORE builds a value: under a name of its own in the shard of the key, so that a payload that turns out to be
 * broken changes nothing, and in the place of a request's arguments, which is what the types take their texts from.
 */
import { randomBytes } from 'node:crypto';
import type { ArgIndex, RequestArgs } from '../../../protocol/command/arguments.ts';
import { STAT } from '../../memory/thread-stats.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import type { Keyspace } from '../keyspace.ts';
import type { TrackedKeys } from '../observers/tracked-keys.ts';
import type { Texts } from './texts.ts';

/** Arguments: the key that is made, then the texts. */
export const TARGET = 1 as ArgIndex;
export const FIRST_TEXT = 2 as ArgIndex;
/** Nobody can guess it, and it is there only under a lock. */
const NAME = randomBytes(24);

class TextArgs implements RequestArgs {
  buf: Uint8Array = NAME;
  argc = 0;
  argStart: Int32Array = new Int32Array(64);
  argLen: Int32Array = new Int32Array(64);
}

export class RestoreTarget {
  readonly #store: Keyspace;
  readonly #args = new TextArgs();
  #texts!: Texts;
  #shard = 0;
  #realArgs!: RequestArgs;
  #realHash = 0;
  #realShard = 0;
  #hash = 0;
  #classes = 0;
  #invalidated: TrackedKeys['invalidated'];
  #dirty = 0;
  #nameAt = 0;

  constructor(store: Keyspace) {
    this.#store = store;
  }

  /**
   * From here on argument TARGET is the key to build, and texts are arguments after `load`. Nobody is told of anything,
   * and nothing counts as a change.
   */
  begin(key: ArgIndex, texts: Texts): void {
    const store = this.#store;
    this.#texts = texts;
    this.#realArgs = store.args;
    this.#shard = store.shards[key]!;
    this.#realShard = store.shards[TARGET]!;
    this.#realHash = store.hashes[TARGET]!;
    this.#hash = store.hasher.hash(NAME, 0, NAME.length);
    this.#classes = store.observers.classes;
    store.observers.classes = 0;
    this.#dirty = store.stats[STAT.dirty]!;
    this.#invalidated = store.observers.tracked.invalidated;
    store.observers.tracked.invalidated = undefined;
    store.shards[TARGET] = this.#shard;
    store.hashes[TARGET] = this.#hash;
    store.args = this.#args;
    this.load(0, 0);
  }

  /** Makes `count` texts the arguments from FIRST_TEXT on. */
  load(first: number, count: number): void {
    this.#prepare(count);
    for (let i = 0; i < count; i++) this.#set(i, first + i);
  }

  /** Makes two lists of `count` texts the arguments from FIRST_TEXT on, one of each in turn. */
  loadPairs(first: number, second: number, count: number): void {
    this.#prepare(count * 2);
    for (let i = 0; i < count; i++) {
      this.#set(i * 2, first + i);
      this.#set(i * 2 + 1, second + i);
    }
  }

  #set(argument: number, text: number): void {
    this.#args.argStart[FIRST_TEXT + argument] = this.#texts.starts[text]!;
    this.#args.argLen[FIRST_TEXT + argument] = this.#texts.lengths[text]!;
  }

  #prepare(count: number): void {
    const args = this.#args;
    const texts = this.#texts;
    if (count + FIRST_TEXT > args.argStart.length) {
      args.argStart = new Int32Array((count + FIRST_TEXT) * 2);
      args.argLen = new Int32Array((count + FIRST_TEXT) * 2);
    }
    args.argc = FIRST_TEXT + count;
    // The name lies behind the texts, in the same memory.
    this.#nameAt = texts.spareAt(NAME.length);
    NAME.copy(texts.buffer, this.#nameAt);
    args.buf = texts.buffer;
    args.argStart[TARGET] = this.#nameAt;
    args.argLen[TARGET] = NAME.length;
  }

  /** Ends the building. @returns the record that was built, out of any database, or NO_REF; then `relink` gives it a key */
  end(): Ref {
    const store = this.#store;
    this.load(0, 0);
    const record = store.peek(TARGET);
    if (record !== NO_REF) store.unlink(this.#shard, store.db, this.#hash, record);
    this.#restore();
    return record;
  }

  /** Ends the building, and frees what was built. */
  abort(): void {
    const record = this.end();
    if (record === NO_REF) return;
    this.#store.releaseValue(this.#shard, record);
    this.#store.heap.free(this.#shard, record);
  }

  #restore(): void {
    const store = this.#store;
    store.args = this.#realArgs;
    store.hashes[TARGET] = this.#realHash;
    store.observers.classes = this.#classes;
    store.stats[STAT.dirty] = this.#dirty;
    store.observers.tracked.invalidated = this.#invalidated;
    store.shards[TARGET] = this.#realShard;
  }
}
