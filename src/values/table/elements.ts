// HOT: no closures, no allocation on the JS heap, integers only.
/** Makes, changes and frees elements. element-fields.ts has the picture. */
import { KIND_ELEMENT } from '../../memory/heap/heap.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { type LargeRef, NO_LARGE, NO_REF, type Ref } from '../../memory/types.ts';
import {
  ElementFields,
  FIXED_BYTES,
  KEY_SHIFT,
  LARGE_KEY_BYTES,
  LARGE_KEY_FLAG,
  LARGE_KEY_LENGTH,
  LARGE_VALUE_FLAG,
  LONG_KEY,
  LONG_SHIFT,
  NUMBER_BYTES,
  NUMBER_FLAG,
  PAD_MASK,
} from './element-fields.ts';

/** Below this many bytes a loop is faster than the call of Buffer.copy. */
const LOOP_BYTES = 48;
/** Bytes that a value that becomes shorter may leave. */
const SPARE_BYTES = 15;

/** Bytes of a block for an element; those of large keys and values are not in it. */
export function elementBytes(keyLength: number, valueLength: number, hasNumber: boolean): number {
  const inline = keyLength >= LARGE_KEY_BYTES ? LARGE_KEY_LENGTH : keyLength;
  return FIXED_BYTES + (inline >= LONG_KEY ? 2 : 0) + inline + valueLength + (hasNumber ? NUMBER_BYTES : 0);
}

/** Makes, changes and frees elements; one instance a thread. */
export class Elements extends ElementFields {
  /**
   * A new element with a copy of the key, room for a value of `valueLength` bytes (4 if it is to be large) and, if
   * asked for, a number that is to be set.
   * @returns NO_REF, and nothing changed, when a large key finds no room in the large-object space
   */
  create(shard: number, key: Uint8Array, start: number, length: number, valueLength: number, hasNumber: boolean): Ref {
    if (length >= LARGE_KEY_BYTES) return this.#createLarge(shard, key, start, length, valueLength, hasNumber);
    const ref = this.#allocate(shard, length, valueLength, hasNumber, 0);
    const bytes = this.bytes[ref >>> SLAB_SHIFT]!;
    const at = ((ref & UNIT_MASK) << 3) + FIXED_BYTES + (length >= LONG_KEY ? 2 : 0);
    if (length < LOOP_BYTES) for (let i = 0; i < length; i++) bytes[at + i] = key[start + i]!;
    else (key as Buffer).copy(bytes, at, start, start + length);
    return ref;
  }

  /**
   * An element with the key of `from`, whose large key it takes over, and room for another value.
   * `from` is then to be freed by `discard`.
   */
  recreate(shard: number, from: Ref, valueLength: number, hasNumber: boolean): Ref {
    const length = this.inlineKeyLength(this.meta(from));
    const ref = this.#allocate(shard, length, valueLength, hasNumber, this.meta(from) & LARGE_KEY_FLAG);
    const at = this.keyAt(from);
    copyIn(this.bytesOf(ref), this.keyAt(ref), this.bytesOf(from), at, length);
    return ref;
  }

  /** An element with key and value of `from`, with or without a number; large ones are taken over. The block of `from` is to be freed. */
  renumber(shard: number, from: Ref, hasNumber: boolean): Ref {
    const length = this.valueLength(from);
    const ref = this.recreate(shard, from, length, hasNumber);
    copyIn(this.bytesOf(ref), this.valueAt(ref), this.bytesOf(from), this.valueAt(from), length);
    if (this.isLarge(from)) this.setMeta(ref, this.meta(ref) | LARGE_VALUE_FLAG);
    return ref;
  }

  /** An element's contents in another block, which takes everything over. The block of `from` is to be freed. */
  relocate(shard: number, from: Ref): Ref {
    const ref = this.renumber(shard, from, this.hasNumber(from));
    if (this.hasNumber(from)) this.setNumber(ref, this.number(from));
    return ref;
  }

  /** A copy in `shard`; large keys and values get a second owner. */
  copy(shard: number, from: Ref): Ref {
    const ref = this.relocate(shard, from);
    if (this.isLargeKey(from)) this.large.pin(this.largeKey(from));
    if (this.isLarge(from)) this.large.pin(this.largeRef(from));
    return ref;
  }

  /** Frees an element with its key and value. */
  free(shard: number, ref: Ref): void {
    this.releaseValue(ref);
    if (this.isLargeKey(ref)) this.large.release(this.largeKey(ref));
    this.heap.free(shard, ref);
  }

  /** Frees the block of an element whose key another one has taken over, and its value. */
  discard(shard: number, ref: Ref): void {
    this.releaseValue(ref);
    this.heap.free(shard, ref);
  }

  /** Gives up the large object of a value, if it is one: something else is to be written in its place. */
  releaseValue(ref: Ref): void {
    if (this.isLarge(ref)) this.large.release(this.largeRef(ref));
  }

  /**
   * Says that the value is to have another length, inline, if the block has just the room for it. The caller writes it.
   * The former one is released. @returns false, and nothing changed, when another block is needed
   */
  resizeInPlace(ref: Ref, valueLength: number): boolean {
    const meta = this.meta(ref);
    const used = this.valueAt(ref) - ((ref & UNIT_MASK) << 3) + valueLength;
    const pad = this.heap.blockBytes(ref) - used - ((meta & NUMBER_FLAG) !== 0 ? NUMBER_BYTES : 0);
    if (pad < 0 || pad > SPARE_BYTES) return false;
    this.heap.operations++;
    this.releaseValue(ref);
    this.setMeta(ref, (meta & ~(PAD_MASK | LARGE_VALUE_FLAG)) | pad);
    return true;
  }

  /** Makes a large object, whose reference the element takes over, the value, for which it has 4 bytes. */
  setLargeRef(ref: Ref, large: LargeRef): void {
    this.setMeta(ref, this.meta(ref) | LARGE_VALUE_FLAG);
    writeWord(this.bytesOf(ref), this.valueAt(ref), large);
  }

  #allocate(shard: number, keyLength: number, valueLength: number, hasNumber: boolean, flags: number): Ref {
    const head = FIXED_BYTES + (keyLength >= LONG_KEY ? 2 : 0);
    const used = head + keyLength + valueLength + (hasNumber ? NUMBER_BYTES : 0);
    const ref = this.heap.allocate(shard, used, KIND_ELEMENT);
    const length = keyLength >= LONG_KEY ? LONG_KEY | (keyLength << (LONG_SHIFT - KEY_SHIFT)) : keyLength;
    const meta = flags | (hasNumber ? NUMBER_FLAG : 0) | (this.heap.blockBytes(ref) - used);
    this.setMeta(ref, meta | (length << KEY_SHIFT));
    return ref;
  }

  #createLarge(
    shard: number,
    key: Uint8Array,
    start: number,
    length: number,
    valueLength: number,
    hasNumber: boolean,
  ): Ref {
    const object = this.large.allocate(length);
    if (object === NO_LARGE) return NO_REF;
    this.large.write(object, 0, key, start, start + length);
    const ref = this.#allocate(shard, LARGE_KEY_LENGTH, valueLength, hasNumber, LARGE_KEY_FLAG);
    writeWord(this.bytesOf(ref), this.keyAt(ref), object);
    writeWord(this.bytesOf(ref), this.keyAt(ref) + 4, this.hasher.hash(key, start, length));
    return ref;
  }
}

function writeWord(bytes: Buffer, at: number, word: number): void {
  bytes[at] = word;
  bytes[at + 1] = word >>> 8;
  bytes[at + 2] = word >>> 16;
  bytes[at + 3] = word >>> 24;
}

function copyIn(target: Buffer, at: number, source: Buffer, start: number, length: number): void {
  if (length < LOOP_BYTES) for (let i = 0; i < length; i++) target[at + i] = source[start + i]!;
  else source.copy(target, at, start, start + length);
}
