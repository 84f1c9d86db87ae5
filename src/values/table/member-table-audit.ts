/** Checks a table of elements at rest. For tests and DEBUG. The caller holds the lock of its shard. */
import {
  type Heap,
  KIND_ELEMENT,
  KIND_MEMBER_DIRECTORY,
  KIND_MEMBER_SEGMENT,
  KIND_ROOT,
} from '../../memory/heap/heap.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import type { Ref } from '../../memory/types.ts';
import { auditTable } from './hash-table-audit.ts';
import type { MemberTable } from './member-table.ts';

const KINDS = { directory: KIND_MEMBER_DIRECTORY, segment: KIND_MEMBER_SEGMENT };

export interface MemberAudit {
  /** What is wrong; empty when all is well. */
  readonly problems: string[];
  readonly elements: Ref[];
  /** The root, directory and segments, and the elements. */
  readonly blocks: Ref[];
}

/** Walks a whole table. */
export function auditMembers(heap: Heap, members: MemberTable, root: Ref): MemberAudit {
  const { elements } = members;
  if (heap.kindOf(root) !== KIND_ROOT) return { problems: [`${root} is no root`], elements: [], blocks: [] };
  const words = heap.slabs.i32[root >>> SLAB_SHIFT]!;
  const table = auditTable(heap, elements, words, ((root & UNIT_MASK) << 1) + 1, KINDS);
  const problems = [...table.problems];
  for (const ref of table.refs) {
    if (heap.kindOf(ref) !== KIND_ELEMENT) problems.push(`element ${ref} is a block of another kind`);
    else if (elements.valueLength(ref) < 0) problems.push(`element ${ref} does not fit into its block`);
    else if (elements.isLarge(ref) && elements.valueLength(ref) !== 4)
      problems.push(`large value of ${ref} is no word`);
    else if (!isFound(members, root, ref)) problems.push(`element ${ref} is not found by its key`);
  }
  return { problems, elements: table.refs, blocks: [root, ...table.blocks, ...table.refs] };
}

function isFound(members: MemberTable, root: Ref, ref: Ref): boolean {
  const { elements } = members;
  const hash = elements.hash(ref);
  if (elements.isLargeKey(ref)) {
    const words = elements.i32[root >>> SLAB_SHIFT]!;
    return members.table.contains(words, ((root & UNIT_MASK) << 1) + 1, hash, ref);
  }
  return members.find(root, hash, elements.bytesOf(ref), elements.keyAt(ref), elements.keyLength(ref)) === ref;
}

/** Every block of a table, the root's and the elements' included; throws where it is broken. */
export function memberBlocks(heap: Heap, members: MemberTable, root: Ref): Ref[] {
  const audit = auditMembers(heap, members, root);
  if (audit.problems.length > 0) throw new Error(audit.problems.join('; '));
  return audit.blocks;
}
