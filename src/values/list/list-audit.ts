/** Checks a list at rest, entry by entry. For tests and audits. The caller holds the lock of its shard. */
import { type Heap, KIND_ROOT, KIND_RUN } from '../../memory/heap/heap.ts';
import type { LargeObjects } from '../../memory/large/large-objects.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import type { LargeRef, Ref } from '../../memory/types.ts';
import { auditTree } from '../tree/tree-audit.ts';
import { packedBytes, packedStringBytes } from './list-packed-size.ts';

// The layouts of list-leaf.ts and list-entry.ts, written down anew: an audit that shared the code would share its mistakes.
const HEADER = 20;

export interface ListAudit {
  readonly problems: string[];
  /** Every block of the list, the root's included. */
  readonly blocks: Ref[];
  /** The items in their order; the large ones as objects. */
  readonly items: (Buffer | LargeRef)[];
}

/** Walks the whole list. */
export function auditList(heap: Heap, large: LargeObjects, isTree: boolean, root: Ref): ListAudit {
  const audit: ListAudit = { problems: [], blocks: [root], items: [] };
  if (!isTree) {
    auditLeaf(heap, large, root, audit, true);
    return audit;
  }
  if (heap.kindOf(root) !== KIND_ROOT) audit.problems.push(`root ${root} is a block of another kind`);
  const tree = auditTree(heap, 0, null, root, 1);
  audit.problems.push(...tree.problems);
  audit.blocks.push(...tree.nodes, ...tree.leaves);
  tree.leaves.forEach((leaf, i) => {
    const before = audit.items.length;
    auditLeaf(heap, large, leaf, audit, false);
    const items = audit.items.length - before;
    if (items !== tree.counts[i]) audit.problems.push(`leaf ${leaf} has ${items} items, not ${tree.counts[i]}`);
  });
  return audit;
}

/** @param isSmall whether the leaf is a small list, which must say what its items would take in a listpack */
function auditLeaf(heap: Heap, large: LargeObjects, leaf: Ref, audit: ListAudit, isSmall: boolean): void {
  const say = (text: string): void => void audit.problems.push(`leaf ${leaf} ${text}`);
  if (heap.kindOf(leaf) !== KIND_RUN) say('is a block of another kind');
  const words = heap.slabs.i32[leaf >>> SLAB_SHIFT]!;
  const bytes = heap.slabs.bytes[leaf >>> SLAB_SHIFT]!;
  const at = (leaf & UNIT_MASK) << 1;
  const [items, start, end] = [words[at + 1]!, words[at + 2]!, words[at + 3]!];
  if (start < HEADER || end < start || end > heap.blockBytes(leaf)) say(`has entries from ${start} to ${end}`);
  let packed = 7;
  let seen = 0;
  let next = at * 4 + start;
  for (; next < at * 4 + end; seen++) {
    const code = bytes[next]!;
    const isLarge = code === 254;
    const isNumeric = code >= 220 && code < 252;
    if (code >= 156 && code < 220) {
      const last = bytes[next + 1]!;
      const number = (code - 156) * 64 + last - 156;
      if (last < 156 || last >= 220) say(`has a small number of codes ${code} and ${last}`);
      audit.items.push(Buffer.from(`${number}`));
      packed += number < 128 ? 2 : 3;
      next += 2;
      continue;
    }
    const lengthBytes = code < 252 || isLarge ? 0 : code === 252 ? 2 : 4;
    const inCode = isLarge ? 4 : isNumeric ? Math.ceil((code - 218) / 2) : code;
    const length = lengthBytes === 0 ? inCode : bytes.readUIntLE(next + 1, lengthBytes);
    const from = next + 1 + lengthBytes;
    const back = from + length;
    if (lengthBytes !== 0 && (length <= 155 || (code === 253 && length < 65536))) say(`has ${length} bytes as long`);
    if (lengthBytes !== 0 && bytes.readUIntLE(back, lengthBytes) !== length) say('has an entry with two lengths');
    if (bytes[back + lengthBytes] !== code) say('has an entry that ends in another way than it begins');
    if (isLarge) {
      const object = bytes.readUInt32LE(from) as LargeRef;
      audit.items.push(object);
      packed += packedStringBytes(large.length(object));
    } else {
      const kept = Buffer.from(bytes.subarray(from, back));
      const text = isNumeric ? numericText(kept, code - 218) : kept;
      const form = formOf(text.toString('latin1'));
      if (form !== (isNumeric ? 'numeric' : 'plain'))
        say(`keeps ${JSON.stringify(text.toString('latin1'))} in the other way`);
      audit.items.push(text);
      packed += packedBytes(text, 0, text.length);
    }
    next = back + lengthBytes + 1;
  }
  if (next !== at * 4 + end) say('ends in the middle of an entry');
  if (seen !== items) say(`counts ${items} items of ${seen}`);
  const kept = words[at + 4]!;
  if (packed !== kept && (isSmall || kept !== 0)) say(`says ${kept} of ${packed} packed bytes`);
}

/** How a text is to be kept: an item is always kept in the same way, else it would not be found. */
function formOf(text: string): 'small' | 'numeric' | 'plain' {
  if (/^(0|[1-9][0-9]{0,3})$/.test(text) && Number(text) < 4096) return 'small';
  return /^[+,./0-9:-]{2,33}$/.test(text) ? 'numeric' : 'plain';
}

/** The characters of a text whose first half is in the low halves of the bytes, and the rest in the high ones. */
function numericText(bytes: Buffer, length: number): Buffer {
  const text = [...Array.from(bytes, (pair) => 43 + (pair % 16)), ...Array.from(bytes, (pair) => 43 + (pair >> 4))];
  if (length < text.length && text[length] !== 43) throw new Error('a numeric text has more than its length');
  return Buffer.from(text.slice(0, length));
}
