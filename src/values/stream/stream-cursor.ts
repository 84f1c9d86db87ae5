// HOT: no closures, no allocation on the JS heap but for bodies of more than 64 KiB; integers only.
/** Reads the entries of one leaf of a stream in either direction. stream-leaf.ts has the picture. */
import type { Heap } from '../../memory/heap/heap.ts';
import type { LargeObjects } from '../../memory/large/large-objects.ts';
import type { ViewHolder } from '../../memory/slabs.ts';
import { type LargeRef, NO_LARGE, NO_REF, type Ref } from '../../memory/types.ts';
import { compareIds, ID_WORDS } from './stream-id.ts';
import {
  byteOf,
  DELETED,
  ELSEWHERE,
  L_FIRST_ID,
  L_SHAPE,
  L_USED,
  LARGE_FLAG,
  LARGE_TEXT,
  leafTotal,
  lengthBytes,
  MS_BYTES,
  MS_SHIFT,
  NAMES_AT,
  readLength,
  readNumber,
  SAME_FIELDS,
  SEQUENCE_SHIFT,
  SHORT_TEXT,
  slabOf,
  USED_MASK,
  wordOf,
} from './stream-leaf.ts';

const NO_BYTES = Buffer.alloc(0);
const NO_WORDS = new Int32Array(0);
const NO_DATA = new DataView(new SharedArrayBuffer(0));
const SIGN = 0x8000_0000 | 0;

export class StreamCursor implements ViewHolder {
  readonly #heap: Heap;
  readonly #large: LargeObjects;
  /** The leaf that is open. */
  leaf: Ref = NO_REF;
  /** ID of the entry at hand. */
  readonly id: Int32Array = new Int32Array(ID_WORDS);
  /** Position of the entry at hand in the slab's bytes, and of the one behind it. */
  entryAt = 0;
  nextAt = 0;
  /** Where its body begins. */
  bodyAt = 0;
  flags = 0;
  /** Fields of the entry, set by `openBody`. */
  fields = 0;

  /** The text that `readField` or `readValue` found: text[start, end), unless it is a large object. */
  text: Buffer = NO_BYTES;
  start = 0;
  end = 0;
  large: LargeRef = NO_LARGE;

  /** Whether an entry of the leaf has, or had, large objects. */
  mayHaveLarge = false;
  /** The slab that the leaf lies in. */
  bytes: Buffer = NO_BYTES;
  /** Its words, and what reads words anywhere: the same memory. */
  words: Int32Array = NO_WORDS;
  data: DataView = NO_DATA;
  #at = 0;
  #usedEnd = 0;
  /** Fields whose names the leaf's entries share, and these names. */
  #fields = 0;
  #namesAt = 0;
  #namesBytes = 0;
  /** Where the body's next text lies, and the leaf's next name. */
  #body: Buffer = NO_BYTES;
  #bodyNext = 0;
  #nameNext = 0;
  /** Positions of the leaf's entries, for walks from the end. */
  #positions = new Int32Array(128);
  #position = 0;

  constructor(heap: Heap, large: LargeObjects) {
    this.#heap = heap;
    this.#large = large;
    heap.slabs.hold(this);
  }

  letGo(): void {
    this.text = NO_BYTES;
    this.bytes = NO_BYTES;
    this.words = NO_WORDS;
    this.data = NO_DATA;
    this.#body = NO_BYTES;
  }

  /** Opens a leaf, before its first entry. */
  open(leaf: Ref): void {
    const { slabs } = this.#heap;
    const slab = slabOf(leaf);
    const words = slabs.i32[slab]!;
    const at = wordOf(leaf);
    const base = byteOf(leaf);
    this.leaf = leaf;
    this.bytes = slabs.bytes[slab]!;
    this.words = words;
    this.data = slabs.data[slab]!;
    this.#at = at;
    this.#usedEnd = base + (words[at + L_USED]! & USED_MASK);
    this.mayHaveLarge = (words[at + L_USED]! & LARGE_FLAG) !== 0;
    const shape = words[at + L_SHAPE]!;
    this.#fields = shape >>> 16;
    this.#namesAt = base + NAMES_AT;
    this.#namesBytes = (shape & 0xffff) - NAMES_AT;
    this.nextAt = base + (shape & 0xffff);
  }

  /** Goes to the next entry of the leaf, deleted or not. @returns false behind the last */
  next(): boolean {
    if (this.nextAt >= this.#usedEnd) return false;
    this.#read(this.nextAt);
    return true;
  }

  /** Goes to the next entry that is not deleted. */
  nextLive(): boolean {
    while (this.nextAt < this.#usedEnd) {
      this.#read(this.nextAt);
      if ((this.flags & DELETED) === 0) return true;
    }
    return false;
  }

  /** Goes to the first entry that is not deleted and does not come before an ID. @returns false when there is none */
  seek(id: Int32Array, at: number): boolean {
    while (this.nextAt < this.#usedEnd) {
      this.#read(this.nextAt);
      if ((this.flags & DELETED) === 0 && compareIds(this.id, 0, id, at) >= 0) return true;
    }
    return false;
  }

  /** Gets ready to walk from the end of the leaf to its begin. */
  openEnd(leaf: Ref): void {
    this.open(leaf);
    const total = leafTotal(this.words, this.#at);
    if (total > this.#positions.length) this.#grow(total);
    let found = 0;
    let p = this.nextAt;
    while (p < this.#usedEnd) {
      const flags = this.bytes[p]!;
      if ((flags & DELETED) === 0) this.#positions[found++] = p;
      const head = p + 1 + MS_BYTES[(flags >>> MS_SHIFT) & 7]! + sequenceBytes(flags);
      p = head + lengthBytes(this.bytes, head) + readLength(this.bytes, head);
    }
    this.#position = found;
  }

  /** Goes to the entry before, after `openEnd`, deleted ones left out. @returns false before the first */
  previousLive(): boolean {
    if (this.#position === 0) return false;
    this.#read(this.#positions[--this.#position]!);
    return true;
  }

  /** Gets ready to read the texts of the entry at hand. @returns bytes of all of them, with their lengths */
  openBody(): number {
    const { bytes, flags } = this;
    if ((flags & SAME_FIELDS) !== 0) {
      this.fields = this.#fields;
      this.#nameNext = this.#namesAt;
      this.#body = bytes;
      this.#bodyNext = this.bodyAt;
      return this.#namesBytes + this.nextAt - this.bodyAt;
    }
    if ((flags & ELSEWHERE) !== 0) this.#fetch(readNumber(bytes, this.bodyAt) as LargeRef);
    else {
      this.#body = bytes;
      this.#bodyNext = this.bodyAt;
    }
    this.fields = readLength(this.#body, this.#bodyNext);
    this.#bodyNext += lengthBytes(this.#body, this.#bodyNext);
    return (flags & ELSEWHERE) !== 0 ? this.#body.length : this.nextAt - this.bodyAt;
  }

  /** Reads the name of the next field; its value must be read before the one after. */
  readField(): void {
    if ((this.flags & SAME_FIELDS) === 0) {
      this.readValue();
      return;
    }
    const { bytes } = this;
    const p = this.#nameNext;
    const length = bytes[p]!;
    const start = length <= SHORT_TEXT ? p + 1 : p + lengthBytes(bytes, p);
    const end = start + (length <= SHORT_TEXT ? length : readLength(bytes, p));
    // The same slab as of the entry before, nearly always: no write, no barrier.
    if (this.text !== bytes) this.text = bytes;
    this.start = start;
    this.end = end;
    this.#nameNext = end;
    this.large = NO_LARGE;
  }

  /** Reads the next text of the body: the value of a field. */
  readValue(): void {
    const body = this.#body;
    const p = this.#bodyNext;
    const length = body[p]!;
    const start = length <= SHORT_TEXT ? p + 1 : p + lengthBytes(body, p);
    const end = start + (length <= SHORT_TEXT ? length : readLength(body, p));
    if (this.text !== body) this.text = body;
    this.start = start;
    this.end = end;
    this.#bodyNext = end;
    this.large = length === LARGE_TEXT ? (readNumber(body, start) as LargeRef) : NO_LARGE;
  }

  /** Where the body lies if not in the leaf, else NO_LARGE. */
  bodyObject(): LargeRef {
    return (this.flags & ELSEWHERE) === 0 ? NO_LARGE : (readNumber(this.bytes, this.bodyAt) as LargeRef);
  }

  /** Reads what stands before the body of the entry at a position. */
  #read(position: number): void {
    const { bytes, id } = this;
    const flags = bytes[position]!;
    const first = this.#at + L_FIRST_ID;
    const { words } = this;
    let p = position + 1;
    let high = words[first]!;
    let low = words[first + 1]!;
    const code = (flags >>> MS_SHIFT) & 7;
    if (code !== 0) {
      const delta = readLow(bytes, p, code);
      const sum = (low + delta) | 0;
      if ((sum ^ SIGN) < (low ^ SIGN)) high = (high + 1) | 0;
      low = sum;
      if (code > 4) high = (high + readHigh(bytes, p + 4, code)) | 0;
      p += code === 7 ? 8 : code;
    }
    id[0] = high;
    id[1] = low;
    const sequence = flags >>> SEQUENCE_SHIFT;
    id[2] = 0;
    if (sequence === 0) id[3] = 0;
    else if (sequence === 1) id[3] = bytes[p++]!;
    else if (sequence === 2) {
      id[3] = bytes[p]! | (bytes[p + 1]! << 8) | (bytes[p + 2]! << 16);
      p += 3;
    } else {
      id[3] = readNumber(bytes, p);
      id[2] = readNumber(bytes, p + 4);
      p += 8;
    }
    this.flags = flags;
    this.entryAt = position;
    const length = bytes[p]!;
    if (length <= SHORT_TEXT) {
      this.bodyAt = p + 1;
      this.nextAt = p + 1 + length;
      return;
    }
    this.bodyAt = p + lengthBytes(bytes, p);
    this.nextAt = this.bodyAt + readLength(bytes, p);
  }

  /** cold: a body of its own is read into memory of this thread. */
  #fetch(object: LargeRef): void {
    const length = this.#large.length(object);
    this.#body = Buffer.allocUnsafe(length);
    this.#large.read(object, 0, this.#body, 0, length);
    this.#bodyNext = 0;
  }

  /** cold: only for the fullest leaf so far. */
  #grow(total: number): void {
    this.#positions = new Int32Array(total * 2);
  }
}

function sequenceBytes(flags: number): number {
  const code = flags >>> SEQUENCE_SHIFT;
  return code < 2 ? code : code === 2 ? 3 : 8;
}

/** The lower word of a number of so many bytes (7 stands for eight). */
function readLow(bytes: Buffer, position: number, size: number): number {
  let value = bytes[position]!;
  if (size > 1) value |= bytes[position + 1]! << 8;
  if (size > 2) value |= bytes[position + 2]! << 16;
  if (size > 3) value |= bytes[position + 3]! << 24;
  return value;
}

/** The upper word of a number of five, six or (7) eight bytes. */
function readHigh(bytes: Buffer, position: number, size: number): number {
  if (size === 5) return bytes[position]!;
  if (size === 6) return bytes[position]! | (bytes[position + 1]! << 8);
  return readNumber(bytes, position);
}
