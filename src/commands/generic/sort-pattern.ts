/** The patterns of SORT's BY and GET: a key with the element in the place of the star, and perhaps a field of a hash. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { shardOf } from '../../store/key-hash.ts';
import type { Texts } from '../../store/rdb/texts.ts';
import { TYPE_HASH, TYPE_STRING } from '../../store/record.ts';

const HASH_SIGN = 0x23;
const STAR = 0x2a;
/** Argument that is the sorted key: whose shard a hash is read in does not matter. */
const FIRST_KEY = 1 as ArgIndex;
/** Arguments of a request that names a looked up hash and its field: the first word is no key of SORT. */
const NAMED_KEY = 0 as ArgIndex;
const NAMED_FIELD = 1 as ArgIndex;

export class SortPattern {
  /** `#`: the element itself. */
  isElement = false;
  /** Without a star there is nothing to look up. */
  hasStar = false;
  #bytes: Buffer = Buffer.alloc(0);
  #star = 0;
  /** Where the key ends, and where the field begins; 0: none. */
  #keyEnd = 0;
  #field = 0;
  #name = Buffer.alloc(256);

  /** Reads an argument. */
  set(call: Call, argument: ArgIndex): void {
    const { buf, argStart, argLen } = call.args;
    const start = argStart[argument]!;
    this.#bytes = (buf as Buffer).subarray(start, start + argLen[argument]!);
    this.isElement = this.#bytes.length === 1 && this.#bytes[0] === HASH_SIGN;
    this.#star = this.#bytes.indexOf(STAR);
    this.hasStar = this.#star >= 0;
    const arrow = this.#bytes.indexOf('->', this.#star + 1, 'latin1');
    const hasField = this.hasStar && arrow >= 0 && arrow + 2 < this.#bytes.length;
    this.#keyEnd = hasField ? arrow : this.#bytes.length;
    this.#field = hasField ? arrow + 2 : 0;
  }

  /**
   * Looks up what the pattern says for an element: the record of a string, or of a hash with this field, which is then
   * the one that `hashes` has found. All locks are held.
   * @returns NO_REF when there is none
   */
  find(call: Call, elements: Texts, index: number): Ref {
    if (!this.hasStar) return NO_REF;
    const { store } = call;
    const length = this.#fill(elements, index);
    const name = this.#name;
    const shard = shardOf(name, 0, length);
    const hash = store.hasher.hash(name, 0, length);
    const ref = store.table.find(store.control, store.rootAt(shard, store.db), hash, name, 0, length);
    const isThere = ref !== NO_REF && !(store.records.hasExpiryField(ref) && store.isExpired(ref));
    store.countNamed(name, length, isThere);
    if (!isThere) return NO_REF;
    const type = store.records.type(ref);
    if (this.#field === 0) return type === TYPE_STRING ? ref : NO_REF;
    return type === TYPE_HASH && this.#findField(call, ref, length) ? ref : NO_REF;
  }

  /** Adds the value that `find` found to a list of texts. */
  addTo(call: Call, found: Ref, texts: Texts): void {
    const { hashes } = call.types;
    if (this.#field === 0) {
      const length = call.strings.length(found);
      const at = texts.reserve(length);
      call.strings.copyOut(found, 0, length, texts.buffer, at);
      return;
    }
    const length = hashes.valueLength();
    const at = texts.reserve(length);
    hashes.copyValue(texts.buffer.subarray(at, at + length));
  }

  #findField(call: Call, record: Ref, keyLength: number): boolean {
    const { hashes } = call.types;
    hashes.open(FIRST_KEY, record);
    if (!hashes.locate(this.#bytes, this.#field, this.#bytes.length - this.#field)) return false;
    if (!hashes.isPast()) return true;
    this.#expireField(call, record, keyLength);
    return false;
  }

  /** Deletes the field, which is past its time, from the hash whose key was looked up, as any read of it does. */
  #expireField(call: Call, record: Ref, keyLength: number): void {
    const { store, types } = call;
    const { args } = store;
    const field = this.#bytes.subarray(this.#field);
    store.args = {
      buf: Buffer.concat([this.#name.subarray(0, keyLength), field]),
      argc: 2,
      argStart: Int32Array.of(0, keyLength),
      argLen: Int32Array.of(keyLength, field.length),
    };
    store.prepare(NAMED_KEY);
    types.hashes.open(NAMED_KEY, record);
    types.hashes.find(NAMED_FIELD);
    types.hashes.settle();
    store.args = args;
  }

  /** Writes the key for an element. @returns its length */
  #fill(elements: Texts, index: number): number {
    const from = elements.starts[index]!;
    const inserted = elements.lengths[index]!;
    const length = this.#keyEnd - 1 + inserted;
    if (length > this.#name.length) this.#name = Buffer.alloc(length * 2);
    this.#bytes.copy(this.#name, 0, 0, this.#star);
    elements.buffer.copy(this.#name, this.#star, from, from + inserted);
    this.#bytes.copy(this.#name, this.#star + inserted, this.#star + 1, this.#keyEnd);
    return length;
  }
}
