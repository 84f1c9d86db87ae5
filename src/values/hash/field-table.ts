// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Big hashes: a table of elements, whose numbers are the times at which fields expire. The root's own words are those of
 * the order in which they do (expiry-order.ts).
 */
import type { Heap } from '../../memory/heap/heap.ts';
import { SLAB_SHIFT } from '../../memory/layout.ts';
import { NO_LARGE, NO_REF, type Ref } from '../../memory/types.ts';
import { SCAN_END } from '../table/hash-segment.ts';
import type { ElementOwner } from '../table/member-moves.ts';
import { MEMBER_OWN, type MemberTable } from '../table/member-table.ts';
import { TREE_WORDS } from '../tree/tree-node.ts';
import type { ExpiryOrder } from './expiry-order.ts';
import { type FieldValue, type HashField, NEVER } from './hash-field.ts';

/** Below this many bytes a loop is faster than the call of Buffer.copy. */
const LOOP_BYTES = 48;

export class FieldTable implements ElementOwner {
  readonly #heap: Heap;
  readonly members: MemberTable;
  readonly order: ExpiryOrder;

  constructor(heap: Heap, members: MemberTable, order: ExpiryOrder) {
    this.#heap = heap;
    this.members = members;
    this.order = order;
  }

  /** An empty table. */
  create(shard: number): Ref {
    return this.members.create(shard, TREE_WORDS);
  }

  /** @returns whether the field is there: `field` says where. Its hash is set in any case. */
  locate(root: Ref, name: Uint8Array, start: number, length: number, field: HashField): boolean {
    const { members } = this;
    field.hash = members.hash(name, start, length);
    const element = members.find(root, field.hash, name, start, length);
    if (element === NO_REF) return false;
    this.read(element, field);
    return true;
  }

  /** Fills `field`, short of its hash, with the one of an element. */
  read(element: Ref, field: HashField): void {
    const { elements } = this.members;
    field.slab = element >>> SLAB_SHIFT;
    field.element = element;
    const isLargeName = elements.isLargeKey(element);
    field.nameLarge = isLargeName ? elements.largeKey(element) : NO_LARGE;
    field.nameAt = elements.keyAt(element);
    field.nameLength = elements.keyLength(element);
    field.valueAt = elements.valueAt(element);
    field.valueLength = elements.valueLength(element);
    field.valueLarge = elements.isLarge(element) ? elements.largeRef(element) : NO_LARGE;
    field.expiresAt = elements.hasNumber(element) ? elements.number(element) : NEVER;
  }

  /** Time of the field that expires first, or NEVER. */
  earliest(root: Ref): number {
    return this.order.earliest(root, MEMBER_OWN);
  }

  /** The field that expires first; not for a table whose fields do not. */
  first(root: Ref, field: HashField): void {
    this.read(this.order.first(root, MEMBER_OWN), field);
    field.hash = this.members.elements.hash(field.element);
  }

  /**
   * Adds a field that is not there, with this hash.
   * @returns false, and nothing changed, when a large name finds no room
   */
  add(
    shard: number,
    root: Ref,
    hash: number,
    name: Uint8Array,
    start: number,
    length: number,
    value: FieldValue,
    expiresAt: number,
  ): boolean {
    const { members } = this;
    const element = members.elements.create(shard, name, start, length, value.length, expiresAt !== NEVER);
    if (element === NO_REF) return false;
    this.#write(element, value);
    if (expiresAt !== NEVER) this.#queue(root, shard, element, expiresAt);
    members.insert(root, shard, hash, element);
    return true;
  }

  /** Gives the field that was located another value and time. */
  change(shard: number, root: Ref, field: HashField, value: FieldValue, expiresAt: number): void {
    const { elements } = this.members;
    const before = field.element;
    if (field.expiresAt !== NEVER) this.order.remove(root, MEMBER_OWN, shard, field.expiresAt, before);
    const expires = expiresAt !== NEVER;
    let element = before;
    if (expires !== elements.hasNumber(before) || !elements.resizeInPlace(before, value.length)) {
      element = elements.recreate(shard, before, value.length, expires);
      this.members.replace(root, field.hash, before, element);
      elements.discard(shard, before);
    }
    this.#write(element, value);
    if (expires) this.#queue(root, shard, element, expiresAt);
  }

  /** Gives the field that was located another time. */
  expire(shard: number, root: Ref, field: HashField, expiresAt: number): void {
    const { elements } = this.members;
    let element = field.element;
    if (field.expiresAt !== NEVER) this.order.remove(root, MEMBER_OWN, shard, field.expiresAt, element);
    const expires = expiresAt !== NEVER;
    if (expires !== elements.hasNumber(element)) {
      element = elements.renumber(shard, element, expires);
      this.members.replace(root, field.hash, field.element, element);
      this.#heap.free(shard, field.element);
    }
    if (expires) this.#queue(root, shard, element, expiresAt);
  }

  /** Takes the field that was located out. */
  remove(shard: number, root: Ref, field: HashField): void {
    if (field.expiresAt !== NEVER) this.order.remove(root, MEMBER_OWN, shard, field.expiresAt, field.element);
    this.members.remove(root, shard, field.hash, field.element);
    this.members.elements.free(shard, field.element);
  }

  /** A copy with all times. */
  copy(root: Ref, shard: number): Ref {
    const { members } = this;
    const { elements } = members;
    const copy = members.copy(root, shard, TREE_WORDS);
    if (this.order.count(root, MEMBER_OWN) === 0) return copy;
    for (let position = 0; position < SCAN_END; position = members.nextPosition) {
      const count = members.scan(copy, position);
      for (let i = 0; i < count; i++) {
        const element = members.found[i]! as Ref;
        if (elements.hasNumber(element)) this.order.add(copy, MEMBER_OWN, shard, elements.number(element), element);
      }
    }
    return copy;
  }

  /** Frees the table in steps. @returns whether nothing is left */
  dismantle(root: Ref, shard: number, blocks: number): boolean {
    return this.order.dismantle(root, MEMBER_OWN, shard, blocks) && this.members.dismantle(root, shard, blocks);
  }

  /** The order of times names the elements of fields that expire. */
  elementMoves(root: Ref, shard: number, before: Ref, after: Ref): boolean {
    const { elements } = this.members;
    if (!elements.hasNumber(before)) return true;
    const expiresAt = elements.number(before);
    this.order.remove(root, MEMBER_OWN, shard, expiresAt, before);
    this.order.add(root, MEMBER_OWN, shard, expiresAt, after);
    return true;
  }

  #queue(root: Ref, shard: number, element: Ref, expiresAt: number): void {
    this.members.elements.setNumber(element, expiresAt);
    this.order.add(root, MEMBER_OWN, shard, expiresAt, element);
  }

  #write(element: Ref, value: FieldValue): void {
    const { elements } = this.members;
    if (value.large !== NO_LARGE) elements.setLargeRef(element, value.large);
    else copyIn(elements.bytesOf(element), elements.valueAt(element), value.bytes, value.start, value.length);
  }
}

function copyIn(target: Buffer, at: number, source: Uint8Array, start: number, length: number): void {
  if (length < LOOP_BYTES) for (let i = 0; i < length; i++) target[at + i] = source[start + i]!;
  else (source as Buffer).copy(target, at, start, start + length);
}
