// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * What nearly all additions to streams are: short values for the same fields as in the leaf at the end, which has room
 * for them. The entry is written in one go behind the leaf's bytes, which do not belong to it until its counts say so:
 * whatever turns out to be not so simple is left to the general way, as if nobody had asked.
 */
import { copyWords, isSame, wordsOf } from '../../memory/byte-words.ts';
import { UNITS_SHIFT } from '../../memory/heap/free-lists.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { StreamEntries } from './stream-entries.ts';
import {
  byteOf,
  L_COUNTS,
  L_FIRST_ID,
  L_SHAPE,
  L_USED,
  leafTotal,
  MOST_BEFORE_BODY,
  MS_SHIFT,
  NAMES_AT,
  SAME_FIELDS,
  SEQUENCE_SHIFT,
  SHORT_TEXT,
  slabOf,
  wordOf,
  writeNumber,
} from './stream-leaf.ts';
import { R_TREE } from './stream-root.ts';

export class StreamQuickEntries extends StreamEntries {
  /**
   * Adds an entry with the ID in `draft.id`, which comes behind all others, to a stream that may not be empty.
   * @param texts how many arguments from `first` on are its fields and values
   * @returns false when the general way is to be taken: nothing has changed
   */
  appendShort(
    root: Ref,
    source: Uint8Array,
    starts: Int32Array,
    lengths: Int32Array,
    first: number,
    texts: number,
  ): boolean {
    const { tree, heap } = this;
    let given = 0;
    for (let i = first; i < first + texts; i++) given += lengths[i]!;
    // Neither a text nor the body has a length of more than one byte then, and nothing is large.
    if (given + texts > SHORT_TEXT) return false;
    tree.open(root, R_TREE);
    tree.seekLast();
    if (tree.leaf === NO_REF) return false;
    const leaf = tree.leafToWrite();
    const words = heap.slabs.i32[slabOf(leaf)]!;
    const at = wordOf(leaf);
    const used = words[at + L_USED]!;
    // Also when the leaf has large objects: its flag makes this a large number.
    const most = (words[at]! >>> UNITS_SHIFT) << 3;
    if (used + MOST_BEFORE_BODY + given + texts > most || used + given > this.byteLimit() + NAMES_AT) return false;
    if (words[at + L_SHAPE]! >>> 16 !== texts >>> 1 || leafTotal(words, at) >= this.entryLimit()) return false;
    const { id } = this.draft;
    const sequence = id[3]!;
    if (id[0] !== words[at + L_FIRST_ID] || id[2] !== 0 || sequence >>> 24 !== 0) return false;
    const bytes = heap.slabs.bytes[slabOf(leaf)]!;
    const base = byteOf(leaf);
    const headEnd = writeHead(bytes, base + used, (id[1]! - words[at + L_FIRST_ID + 1]!) | 0, sequence);
    const data = heap.slabs.data[slabOf(leaf)]!;
    const end = writeValues(bytes, data, headEnd + 1, base + NAMES_AT, source, starts, lengths, first, texts);
    if (end < 0) return false;
    bytes[headEnd] = end - headEnd - 1;
    words[at + L_USED] = end - base;
    words[at + L_COUNTS]! += 0x1_0001;
    heap.operations++;
    tree.countChanged(1);
    return true;
  }
}

/** Writes what stands before the length of an entry's body. @param ms the milliseconds that it is later, less than 2^32 */
function writeHead(bytes: Buffer, position: number, ms: number, sequence: number): number {
  const msBytes = ms === 0 ? 0 : ms >>> 8 === 0 ? 1 : ms >>> 16 === 0 ? 2 : ms >>> 24 === 0 ? 3 : 4;
  const code = sequence === 0 ? 0 : sequence >>> 8 === 0 ? 1 : 2;
  bytes[position] = SAME_FIELDS | (msBytes << MS_SHIFT) | (code << SEQUENCE_SHIFT);
  let p = position + 1;
  // What is written too much is written over by what follows.
  writeNumber(bytes, p, ms);
  p += msBytes;
  if (code === 0) return p;
  bytes[p] = sequence;
  if (code === 1) return p + 1;
  bytes[p + 1] = sequence >>> 8;
  bytes[p + 2] = sequence >>> 16;
  return p + 3;
}

/** Writes the values if the fields are those whose names lie at `names`. @returns the position behind them, or -1 */
function writeValues(
  bytes: Buffer,
  data: DataView,
  position: number,
  names: number,
  source: Uint8Array,
  starts: Int32Array,
  lengths: Int32Array,
  first: number,
  texts: number,
): number {
  const view = wordsOf(source);
  let p = position;
  let n = names;
  for (let i = first; i < first + texts; i += 2) {
    const nameLength = lengths[i]!;
    if (bytes[n++] !== nameLength) return -1;
    if (!isSame(data, n, view, starts[i]!, nameLength)) return -1;
    n += nameLength;
    const length = lengths[i + 1]!;
    bytes[p++] = length;
    let from = starts[i + 1]!;
    if (length >= 4) copyWords(data, p, view, from, length);
    else for (let to = p; to < p + length; ) bytes[to++] = source[from++]!;
    p += length;
  }
  return p;
}
