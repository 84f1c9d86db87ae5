/**
 * Counts everything in the large-object space in three ways (bitmap, descriptors, counters) and names what does not
 * agree. For tests, while no other thread changes the space.
 */

import { G_LARGE_COUNT, G_LARGE_FREE_DESCRIPTOR, G_LARGE_LOCK, G_LARGE_UNITS, LARGE_SLABS } from '../layout.ts';
import { LOCK_FREE } from '../lock.ts';
import type { SharedMemory } from '../slabs.ts';
import {
  CONTINUATION,
  D_LAST,
  D_NEXT,
  D_REFERENCES,
  D_RUNS,
  D_UNITS,
  FIRST_DESCRIPTOR,
  H_LONGEST,
  H_LOW,
  H_TOP,
  H_TOUCHED,
  LARGE_BITMAP_WORDS,
  LARGE_DESCRIPTOR_SHIFT,
  LARGE_SLAB_SHIFT,
  LARGE_UNIT_BYTES,
  LARGE_UNIT_MASK,
  LARGE_UNITS_PER_SLAB,
  RUNS_PER_DESCRIPTOR,
} from './large-layout.ts';
import type { LargeSpace } from './large-space.ts';

export interface LargeAudit {
  objects: number;
  /** Sum of the references of all objects. */
  references: number;
  runs: number;
  /** Units of all objects, and bits of the bitmap. */
  units: number;
  bits: number;
  /** Descriptors that were ever used: those of objects, continuations and free ones. */
  descriptors: number;
  continuations: number;
  freeDescriptors: number;
  slabs: number;
  /** What is wrong; empty when all is well. */
  problems: string[];
}

/** Audits the space of this thread's instance. */
export function auditLarge(space: LargeSpace, shared: SharedMemory): LargeAudit {
  space.slabs.sync();
  const audit: LargeAudit = {
    objects: 0,
    references: 0,
    runs: 0,
    units: 0,
    bits: 0,
    descriptors: space.descriptors.end() - FIRST_DESCRIPTOR,
    continuations: 0,
    freeDescriptors: 0,
    slabs: 0,
    problems: [],
  };
  const owners = new Int32Array(LARGE_SLABS * LARGE_UNITS_PER_SLAB);
  const chained = new Set<number>();
  for (let ref = FIRST_DESCRIPTOR; ref < space.descriptors.end(); ref++) {
    const references = space.descriptors.words[(ref << LARGE_DESCRIPTOR_SHIFT) + D_REFERENCES]!;
    if (references > 0) auditObject(space, ref, references, owners, chained, audit);
    else if (references === CONTINUATION) audit.continuations++;
    else if (references !== 0) audit.problems.push(`descriptor ${ref}: ${references} references`);
  }
  if (audit.continuations !== chained.size) {
    audit.problems.push(`${audit.continuations} continuations, but ${chained.size} in chains`);
  }
  auditFreeList(space, audit);
  auditBitmap(space, new Int32Array(shared.largeBitmap), owners, audit);
  auditCounters(space, audit);
  return audit;
}

function auditObject(
  space: LargeSpace,
  ref: number,
  references: number,
  owners: Int32Array,
  chained: Set<number>,
  audit: LargeAudit,
): void {
  const { words } = space.descriptors;
  const base = ref << LARGE_DESCRIPTOR_SHIFT;
  audit.objects++;
  audit.references += references;
  let units = 0;
  const runs = words[base + D_RUNS]!;
  for (let run = 0; run < runs; run++) {
    const word = space.descriptors.runWord(ref, run);
    const first = words[word]!;
    const count = words[word + 1]!;
    units += count;
    if (count < 1) audit.problems.push(`object ${ref}: run ${run} has ${count} units`);
    if ((first & LARGE_UNIT_MASK) + count > LARGE_UNITS_PER_SLAB) {
      audit.problems.push(`object ${ref}: run ${run} leaves its slab`);
    }
    for (let unit = first; unit < first + count; unit++) {
      const other = owners[unit]!;
      if (other !== 0) audit.problems.push(`unit ${unit} belongs to ${other} and ${ref}`);
      owners[unit] = ref;
    }
  }
  let before = ref;
  for (let at = words[base + D_NEXT]!; at !== 0; at = words[(at << LARGE_DESCRIPTOR_SHIFT) + D_NEXT]!) {
    if (words[(at << LARGE_DESCRIPTOR_SHIFT) + D_LAST] !== before) audit.problems.push(`continuation ${at}: link back`);
    chained.add(at);
    before = at;
  }
  const expected = Math.max(1, Math.ceil(runs / RUNS_PER_DESCRIPTOR));
  let length = 1;
  for (let at = words[base + D_NEXT]!; at !== 0; at = words[(at << LARGE_DESCRIPTOR_SHIFT) + D_NEXT]!) length++;
  if (length !== expected) audit.problems.push(`object ${ref}: ${length} descriptors for ${runs} runs`);
  if (words[base + D_LAST] !== before) audit.problems.push(`object ${ref}: last descriptor`);
  if (words[base + D_UNITS] !== units)
    audit.problems.push(`object ${ref}: ${units} units, not ${words[base + D_UNITS]}`);
  if (space.descriptors.length(ref) > units * LARGE_UNIT_BYTES)
    audit.problems.push(`object ${ref}: longer than its pages`);
  audit.runs += runs;
  audit.units += units;
}

function auditFreeList(space: LargeSpace, audit: LargeAudit): void {
  const { words } = space.descriptors;
  let at = space.slabs.control[G_LARGE_FREE_DESCRIPTOR]!;
  while (at !== 0 && audit.freeDescriptors <= audit.descriptors) {
    audit.freeDescriptors++;
    if (words[at << LARGE_DESCRIPTOR_SHIFT] !== 0) audit.problems.push(`free descriptor ${at} is in use`);
    at = words[(at << LARGE_DESCRIPTOR_SHIFT) + D_NEXT]!;
  }
  const all = audit.objects + audit.continuations + audit.freeDescriptors;
  if (all !== audit.descriptors) audit.problems.push(`${audit.descriptors} descriptors, but ${all} accounted for`);
}

function auditBitmap(space: LargeSpace, bitmap: Int32Array, owners: Int32Array, audit: LargeAudit): void {
  const { words } = space.descriptors;
  let touched = 0;
  for (let slab = 0; slab < LARGE_SLABS; slab++) {
    touched += words[H_TOP + slab]!;
    if (space.units.exists(slab)) {
      audit.slabs++;
      auditSlab(space, slab, bitmap, owners, audit);
      continue;
    }
    const from = slab * LARGE_BITMAP_WORDS;
    const used = bitmap.subarray(from, from + LARGE_BITMAP_WORDS).some((bits) => bits !== 0);
    if (used || space.units.usedUnits(slab) !== 0 || words[H_LONGEST + slab] !== 0) {
      audit.problems.push(`slab ${slab} is in use and does not exist`);
    }
  }
  if (words[H_TOUCHED] !== touched) audit.problems.push(`${touched} units touched, not ${words[H_TOUCHED]}`);
}

function auditSlab(space: LargeSpace, slab: number, bitmap: Int32Array, owners: Int32Array, audit: LargeAudit): void {
  const { words } = space.descriptors;
  let used = 0;
  let free = 0;
  let longest = 0;
  let lowest = LARGE_UNITS_PER_SLAB;
  let top = 0;
  for (let at = 0; at < LARGE_UNITS_PER_SLAB; at++) {
    const unit = (slab << LARGE_SLAB_SHIFT) + at;
    const set = ((bitmap[unit >>> 5]! >>> (unit & 31)) & 1) === 1;
    if (set !== (owners[unit] !== 0)) audit.problems.push(`unit ${unit}: bit ${set}, owner ${owners[unit]}`);
    free = set ? 0 : free + 1;
    if (free > longest) longest = free;
    if (set) {
      used++;
      top = at + 1;
    } else if (at < lowest) lowest = at;
  }
  audit.bits += used;
  if (space.units.usedUnits(slab) !== used) audit.problems.push(`slab ${slab}: ${used} units in use`);
  if (words[H_LONGEST + slab]! < longest) audit.problems.push(`slab ${slab}: bound below a run of ${longest}`);
  if (words[H_LOW + slab]! > lowest >>> 5) audit.problems.push(`slab ${slab}: hint above free unit ${lowest}`);
  if (words[H_TOP + slab]! < top) audit.problems.push(`slab ${slab}: more pages touched than said`);
}

function auditCounters(space: LargeSpace, audit: LargeAudit): void {
  const { control } = space.slabs;
  if (audit.units !== audit.bits) audit.problems.push(`${audit.units} units, but ${audit.bits} bits`);
  if (control[G_LARGE_UNITS] !== audit.units) audit.problems.push(`unit counter ${control[G_LARGE_UNITS]}`);
  if (control[G_LARGE_COUNT] !== audit.objects) audit.problems.push(`object counter ${control[G_LARGE_COUNT]}`);
  if (control[G_LARGE_LOCK] !== LOCK_FREE) audit.problems.push('the lock is held');
}
