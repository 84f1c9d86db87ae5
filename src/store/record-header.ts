// HOT: no closures, no allocation, integers only.
/**
 * The two words that every record begins with behind its block header: what kind it is, and what eviction knows of it.
 * record.ts draws the whole.
 *
 *   meta: key length 8 │ pad 4 │ type 3 │ cost 1 │ encoding 2 │ expiry 1 │ large 1 │ new 1 │ cost 2 │ elements 1 │ counter 8
 *   clock of the last access (1/256 s, 32 bits)
 */
import { SLAB_SHIFT, UNIT_MASK } from '../memory/layout.ts';
import type { Ref } from '../memory/types.ts';

export const PAD_SHIFT = 8;
export const PAD_MASK = 0xf;
export const TYPE_SHIFT = 12;
export const TYPE_MASK = 7;
const COST_LOW_SHIFT = 15;
export const ENCODING_SHIFT = 16;
export const ENCODING_MASK = 3;
export const EXPIRY_FLAG: number = 1 << 18;
const LARGE_FLAG = 1 << 19;
/** On probation: the store was full when it came in (eviction/admission.ts). */
const NEW_FLAG = 1 << 20;
const COST_HIGH_SHIFT = 21;
const COST_MASK: number = (1 << COST_LOW_SHIFT) | (3 << COST_HIGH_SHIFT);
/** Some of a collection's elements expire. */
const ELEMENTS_EXPIRE_FLAG = 1 << 23;
export const COUNTER_SHIFT = 24;
/** Highest class of what a miss costs (cost-class.ts). */
export const MAX_COST_CLASS = 7;

export class RecordHeader {
  readonly i32: Int32Array[];
  /** Takes what was only read to have it in the cache, so that the compiler cannot leave the read out. */
  fetched = 0;

  constructor(i32: Int32Array[]) {
    this.i32 = i32;
  }

  /** Begins to fetch the first words of the first `count` records, side by side. */
  fetch(refs: Int32Array, count: number): void {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const ref = refs[i]!;
      sum ^= this.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + 1]!;
    }
    this.fetched = sum;
  }

  type(ref: Ref): number {
    return (this.meta(ref) >>> TYPE_SHIFT) & TYPE_MASK;
  }

  encoding(ref: Ref): number {
    return (this.meta(ref) >>> ENCODING_SHIFT) & ENCODING_MASK;
  }

  /** Sets type, encoding and whether the value is large; the rest of meta stays. */
  setKind(ref: Ref, type: number, encoding: number, large: boolean): void {
    const kept = this.meta(ref) & ~((TYPE_MASK << TYPE_SHIFT) | (3 << ENCODING_SHIFT) | LARGE_FLAG);
    this.setMeta(ref, kept | (type << TYPE_SHIFT) | (encoding << ENCODING_SHIFT) | (large ? LARGE_FLAG : 0));
  }

  isLarge(ref: Ref): boolean {
    return (this.meta(ref) & LARGE_FLAG) !== 0;
  }

  hasExpiryField(ref: Ref): boolean {
    return (this.meta(ref) & EXPIRY_FLAG) !== 0;
  }

  /** Clock of the last access, in ticks of 1/256 s. */
  accessClock(ref: Ref): number {
    return this.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + 2]! >>> 0;
  }

  setAccessClock(ref: Ref, clock: number): void {
    this.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + 2] = clock;
  }

  /** The use counter, 0 … 255: logarithmic, or one that ages (use-count.ts), as the policy in force wants it. */
  counter(ref: Ref): number {
    return this.meta(ref) >>> COUNTER_SHIFT;
  }

  setCounter(ref: Ref, counter: number): void {
    this.setMeta(ref, (this.meta(ref) & ~(0xff << COUNTER_SHIFT)) | (counter << COUNTER_SHIFT));
  }

  /** Whether the record is on probation. Whoever sets it keeps the root's count of new records. */
  isNew(ref: Ref): boolean {
    return (this.meta(ref) & NEW_FLAG) !== 0;
  }

  setNew(ref: Ref, isNew: boolean): void {
    const kept = this.meta(ref) & ~NEW_FLAG;
    this.setMeta(ref, isNew ? kept | NEW_FLAG : kept);
  }

  /** Class of what a miss of this key costs, 0 … MAX_COST_CLASS. */
  costClass(ref: Ref): number {
    const meta = this.meta(ref);
    return ((meta >>> (COST_HIGH_SHIFT - 1)) & 6) | ((meta >>> COST_LOW_SHIFT) & 1);
  }

  setCostClass(ref: Ref, cost: number): void {
    const bits = ((cost & 1) << COST_LOW_SHIFT) | ((cost >>> 1) << COST_HIGH_SHIFT);
    this.setMeta(ref, (this.meta(ref) & ~COST_MASK) | bits);
  }

  /** Whether elements of the collection expire. */
  elementsExpire(ref: Ref): boolean {
    return (this.meta(ref) & ELEMENTS_EXPIRE_FLAG) !== 0;
  }

  setElementsExpire(ref: Ref, expire: boolean): void {
    const kept = this.meta(ref) & ~ELEMENTS_EXPIRE_FLAG;
    this.setMeta(ref, expire ? kept | ELEMENTS_EXPIRE_FLAG : kept);
  }

  /** Lets a rebuilt record keep what eviction and expiry of elements knew of the old one. */
  copyAccess(from: Ref, to: Ref): void {
    const copied = (0xff << COUNTER_SHIFT) | NEW_FLAG | COST_MASK | ELEMENTS_EXPIRE_FLAG;
    this.setAccessClock(to, this.accessClock(from));
    this.setMeta(to, (this.meta(to) & ~copied) | (this.meta(from) & copied));
  }

  protected meta(ref: Ref): number {
    return this.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + 1]!;
  }

  protected setMeta(ref: Ref, meta: number): void {
    this.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + 1] = meta;
  }
}
