/** Checks the timing wheel of a shard at rest. For tests and DEBUG. The caller holds the shard's lock. */
import { type Heap, KIND_WHEEL, KIND_WHEEL_CHUNK } from '../../memory/heap/heap.ts';
import { S_WHEEL, S_WHEEL_ENTRIES, S_WHEEL_STALE, SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { C_COUNT, C_HASHES, C_NEXT, C_PREVIOUS, SLOT_SHIFT, W_ASIDE, WHEEL_SLOTS } from './timing-wheel.ts';

export interface WheelAudit {
  readonly problems: string[];
  /** Hashes of the entries by the name of their slot. */
  readonly entries: Map<number, number[]>;
  /** The wheel and its chunks. */
  readonly blocks: Ref[];
}

/** Follows all lists of a shard's wheel. */
export function auditWheel(heap: Heap, shard: number): WheelAudit {
  const base = heap.base(shard);
  const wheel = heap.slabs.control[base + S_WHEEL]! as Ref;
  const counted = heap.slabs.control[base + S_WHEEL_ENTRIES]!;
  const stale = heap.slabs.control[base + S_WHEEL_STALE]!;
  const audit: WheelAudit = { problems: [], entries: new Map(), blocks: [] };
  let found = 0;
  if (wheel !== NO_REF) {
    audit.blocks.push(wheel);
    if (heap.kindOf(wheel) !== KIND_WHEEL) audit.problems.push('its block is of another kind');
    const words = heap.slabs.i32[wheel >>> SLAB_SHIFT]!;
    const lists = ((wheel & UNIT_MASK) << 1) + W_ASIDE;
    for (let list = 0; list <= WHEEL_SLOTS; list++) found += auditList(heap, words[lists + list]! as Ref, list, audit);
  }
  if (found !== counted) audit.problems.push(`${counted} entries are counted, ${found} are there`);
  if (stale < 0) audit.problems.push(`${stale} stale entries are counted`);
  return audit;
}

/** @param list 0 for the list set aside, else 1 + its slot @returns the number of entries */
function auditList(heap: Heap, head: Ref, list: number, audit: WheelAudit): number {
  let previous = NO_REF;
  let found = 0;
  let name = 0;
  for (let chunk = head; chunk !== NO_REF; ) {
    const words = heap.slabs.i32[chunk >>> SLAB_SHIFT]!;
    const at = (chunk & UNIT_MASK) << 1;
    const slot = words[at + C_COUNT]! >>> SLOT_SHIFT;
    const count = words[at + C_COUNT]! & ((1 << SLOT_SHIFT) - 1);
    if (heap.kindOf(chunk) !== KIND_WHEEL_CHUNK) {
      audit.problems.push(`list ${list} leads to a block of another kind`);
      return found;
    }
    if (words[at + C_PREVIOUS] !== previous) audit.problems.push(`a chunk of list ${list} names a wrong one before it`);
    if (list > 0 && (slot - 1) % WHEEL_SLOTS !== list - 1) audit.problems.push(`list ${list} has a chunk of ${slot}`);
    if (name !== 0 && slot !== name) audit.problems.push(`list ${list} has chunks of ${name} and ${slot}`);
    if (list > 0 && name === 0 && audit.entries.has(slot)) audit.problems.push(`two lists are called ${slot}`);
    if (count < 1) audit.problems.push(`list ${list} has an empty chunk`);
    name = slot;
    const hashes = audit.entries.get(slot) ?? [];
    for (let i = 0; i < count; i++) hashes.push(words[at + C_HASHES + i]!);
    audit.entries.set(slot, hashes);
    audit.blocks.push(chunk);
    found += count;
    previous = chunk;
    chunk = words[at + C_NEXT]! as Ref;
  }
  return found;
}
