/** Checks a hash table at rest, slot by slot. For tests and DEBUG. The caller holds the lock of its shard. */
import { type Heap, KIND_DIRECTORY, KIND_SEGMENT } from '../../memory/heap/heap.ts';
import { ROOT_COUNT, ROOT_DEPTH, ROOT_DIRECTORY, ROOT_SEGMENTS, SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { bucketsAt, SLOTS } from './hash-segment.ts';
import type { Entries } from './hash-structure.ts';

// The layout of hash-table.ts, written down anew: an audit that shared the code would share its mistakes.
const BUCKET_WORDS = 16;
const TAG_BITS = 16;

export interface TableAudit {
  readonly problems: string[];
  /** All entries. */
  readonly refs: Ref[];
  /** The directory and the segments. */
  readonly blocks: Ref[];
  /** Slots of all buckets. */
  slots: number;
}

/** What the blocks of a table are allocated for. */
export interface TableKinds {
  readonly directory: number;
  readonly segment: number;
}

const KEYSPACE_KINDS: TableKinds = { directory: KIND_DIRECTORY, segment: KIND_SEGMENT };

/** Walks the directory, the segments and their slots. @param at word of the root in `root` */
export function auditTable(
  heap: Heap,
  entries: Entries,
  root: Int32Array,
  at: number,
  kinds: TableKinds = KEYSPACE_KINDS,
): TableAudit {
  const audit: TableAudit = { problems: [], refs: [], blocks: [], slots: 0 };
  const say = (text: string): void => void audit.problems.push(text);
  const directory = root[at + ROOT_DIRECTORY]! as Ref;
  const depth = root[at + ROOT_DEPTH]!;
  let segments = 0;
  if (directory !== NO_REF) {
    if (heap.kindOf(directory) !== kinds.directory) say('the directory is a block of another kind');
    if (heap.blockBytes(directory) < 8 + 2 ** depth * 8) say('the directory is too short');
    audit.blocks.push(directory);
    const words = heap.slabs.i32[directory >>> SLAB_SHIFT]!;
    const first = ((directory & UNIT_MASK) << 1) + 2;
    if (words[first - 1] !== 0) say('the spare word of the directory is not 0');
    for (let i = 0; i < 2 ** depth; ) {
      const segment = words[first + i * 2]! as Ref;
      const buckets = words[first + i * 2 + 1]! & 0xffff;
      const own = words[first + i * 2 + 1]! >>> 16;
      if (own > depth || i % 2 ** (depth - own) !== 0) {
        say(`directory entry ${i} of depth ${depth} has a segment of depth ${own}`);
        break;
      }
      for (let k = 1; k < 2 ** (depth - own); k++) {
        const same =
          words[first + (i + k) * 2] === segment && words[first + (i + k) * 2 + 1] === words[first + i * 2 + 1];
        if (!same) say(`directory entries ${i} and ${i + k} should be the same`);
      }
      if (heap.kindOf(segment) !== kinds.segment) say(`segment ${segment} is a block of another kind`);
      else auditSegment(heap, entries, segment, buckets, own, i >>> (depth - own), audit, say);
      segments++;
      i += 2 ** (depth - own);
    }
  }
  if (root[at + ROOT_COUNT] !== audit.refs.length)
    say(`${root[at + ROOT_COUNT]} entries counted of ${audit.refs.length}`);
  if (root[at + ROOT_SEGMENTS] !== segments) say(`${root[at + ROOT_SEGMENTS]} segments counted of ${segments}`);
  if (new Set(audit.refs).size !== audit.refs.length) say('an entry is there twice');
  return audit;
}

function auditSegment(
  heap: Heap,
  entries: Entries,
  segment: Ref,
  buckets: number,
  depth: number,
  prefix: number,
  audit: TableAudit,
  say: (text: string) => void,
): void {
  const words = heap.slabs.i32[segment >>> SLAB_SHIFT]!;
  const at = (segment & UNIT_MASK) << 1;
  const first = bucketsAt(segment);
  if (first < at + 2 || (first - at + buckets * BUCKET_WORDS) * 4 > heap.blockBytes(segment))
    say(`segment ${segment} is too short`);
  audit.blocks.push(segment);
  audit.slots += buckets * SLOTS;
  const passed = new Array<number>(buckets).fill(0);
  let count = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    for (let slot = 0; slot < SLOTS; slot++) {
      const ref = words[first + bucket * BUCKET_WORDS + slot]! as Ref;
      if (ref === NO_REF) continue;
      count++;
      audit.refs.push(ref);
      const hash = entries.hash(ref) >>> 0;
      if (Math.floor(hash / 2 ** (32 - depth)) !== prefix) say(`entry ${ref} is in the wrong segment`);
      const tag = Math.floor((hash % 2 ** (32 - depth)) / 2 ** (32 - depth - TAG_BITS));
      const pair = words[first + bucket * BUCKET_WORDS + SLOTS + (slot >>> 1)]!;
      if ((slot % 2 === 0 ? pair & 0xffff : pair >>> 16) !== tag) say(`entry ${ref} has a wrong tag`);
      for (let b = Math.floor((tag * buckets) / 2 ** TAG_BITS); b !== bucket; b = (b + 1) % buckets) passed[b]! += 1;
    }
  }
  if (words[at + 1] !== count) say(`segment ${segment} counts ${words[at + 1]} entries of ${count}`);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const counted = words[first + bucket * BUCKET_WORDS + BUCKET_WORDS - 1];
    if (counted !== passed[bucket]) say(`bucket ${bucket} counts ${counted} that passed it, not ${passed[bucket]}`);
  }
}
