/** A list beside an array of the same items, in a heap of their own. */
import { expect } from 'vitest';
import { auditHeap } from '../../../src/memory/heap/heap-audit.ts';
import { LargeObjects } from '../../../src/memory/large/large-objects.ts';
import { type LargeRef, NO_LARGE, NO_REF } from '../../../src/memory/types.ts';
import { auditList } from '../../../src/values/list/list-audit.ts';
import { itemEquals, ListItem, largeAt } from '../../../src/values/list/list-entry.ts';
import { EMPTY_PACKED, packedBytes, packedStringBytes } from '../../../src/values/list/list-packed-size.ts';
import { ListValue } from '../../../src/values/list/list-value.ts';
import { heapFixture } from '../../memory/heap/heap-fixture.ts';

export const { heap, slabs, shared } = heapFixture();
export const large = new LargeObjects(slabs, shared);
export const shard = 7;
export const list = new ListValue(heap, large);
list.mostPackedBytes = 8192;
list.mostPackedItems = 1000;
export const item = new ListItem();
const sought = new ListItem();

/** Items of this length and more become large objects. */
export const LARGE = 70_000;

/** A list beside an array of the same items. */
export class ListModel {
  items: Buffer[] = [];
  root = list.create(shard, 8, false);
  isTree = false;
  #next = 0;

  open(): void {
    list.open(shard, this.isTree, this.root);
  }

  keep(): void {
    this.root = list.root;
    this.isTree = list.isTree;
  }

  make(length: number): Buffer {
    // All ways to keep a short text: of any characters, of those that take half a byte, and digits.
    const n = this.#next++;
    const text = Buffer.alloc(length, n % 3 === 0 ? `${n}x` : n % 3 === 1 ? `${n}-` : `${n}`);
    if (length < LARGE) item.setBytes(text, 0, length);
    else {
      const object = large.allocate(length);
      large.write(object, 0, text, 0, length);
      item.setLarge(object, length);
    }
    return text;
  }

  push(length: number, front: boolean): void {
    const text = this.make(length);
    this.open();
    list.push(item, front);
    this.keep();
    if (front) this.items.unshift(text);
    else this.items.push(text);
  }

  /** Pushes where that is simple; elsewhere nothing may have changed. @returns whether it was */
  pushShort(length: number, front: boolean): boolean {
    if (length >= LARGE) return false;
    const text = this.make(length);
    const items = list.pushShort(this.isTree, this.root, text, 0, length, front);
    if (items === 0) return false;
    if (front) this.items.unshift(text);
    else this.items.push(text);
    expect(items).toBe(this.items.length);
    return true;
  }

  /** Takes the item at an end off where that is simple. @returns whether it was */
  popShort(front: boolean): boolean {
    if (this.items.length === 0 || !list.atEnd(this.isTree, this.root, front)) return false;
    expect(current()).toEqual(front ? this.items.shift() : this.items.pop());
    list.takeEnd();
    return true;
  }

  /** @param behind whether the cursor comes from the item before */
  insert(index: number, length: number, behind = false): void {
    if (this.items.length === 0) {
      this.push(length, true);
      return;
    }
    const text = this.make(length);
    this.open();
    const comesFromBefore = behind && index > 0;
    list.seek(comesFromBefore ? index - 1 : index);
    if (comesFromBefore) list.pass();
    list.insert(item, comesFromBefore);
    this.keep();
    this.items.splice(index, 0, text);
  }

  remove(index: number, most: number): void {
    if (index >= this.items.length) return;
    this.open();
    list.seek(index);
    let removed = 0;
    while (removed < most && list.hasItem()) removed += list.remove(most - removed);
    this.keep();
    expect(removed).toBe(Math.min(most, this.items.length - index));
    this.items.splice(index, most);
    // The cursor stands where the items were.
    if (this.items.length === 0) return;
    if (index < this.items.length) {
      expect(list.hasItem()).toBe(true);
      expect(current()).toEqual(this.items[index]);
      if (index > 0) {
        expect(list.previous()).toBe(true);
        expect(current()).toEqual(this.items[index - 1]);
      }
    } else {
      expect(list.hasItem()).toBe(false);
      expect(list.previous()).toBe(true);
      expect(current()).toEqual(this.items.at(-1));
    }
  }

  /** Takes every item of some lengths out, walking forth or back. */
  removeIf(test: (text: Buffer) => boolean, forth: boolean): void {
    if (this.items.length === 0) return;
    this.open();
    if (forth) {
      list.seekFirst();
      while (list.hasItem()) {
        if (test(current())) list.remove(1);
        else list.next();
      }
    } else {
      list.seekLast();
      for (;;) {
        if (test(current())) list.remove(1);
        if (list.count() === 0 || !list.previous()) break;
      }
    }
    this.keep();
    this.items = this.items.filter((text) => !test(text));
  }

  replace(index: number, length: number): void {
    if (index >= this.items.length) return;
    const text = this.make(length);
    this.open();
    list.replace(index, item);
    this.keep();
    this.items[index] = text;
  }

  trim(from: number, to: number): void {
    if (from >= to) return;
    this.open();
    if (to < this.items.length) this.#free(list.dropTail(to));
    this.keep();
    this.open();
    if (from > 0) this.#free(list.dropHead(from));
    this.keep();
    this.items = this.items.slice(from, to);
  }

  #free(root: number): void {
    if (root === NO_REF) return;
    const other = new ListValue(heap, large);
    while (!other.dismantle(shard, true, root as never, 5));
  }

  convert(): void {
    this.open();
    if (!this.isTree) list.toTree();
    else {
      const packed = this.items.length === 0 ? -1 : list.packedSizeOfTree();
      if (packed >= 0) list.toSmall(packed);
    }
    this.keep();
  }

  /** What a tree of one leaf would take in a listpack: from then on that is kept. */
  askPacked(): void {
    this.open();
    if (!this.isTree || this.items.length === 0) return;
    const packed = list.packedSizeOfTree();
    const sizes = this.items.map((text) =>
      text.length < LARGE ? packedBytes(text, 0, text.length) : packedStringBytes(text.length),
    );
    if (packed >= 0) expect(packed).toBe(sizes.reduce((sum, size) => sum + size, EMPTY_PACKED));
  }

  copy(): void {
    this.open();
    const copy = list.copyTo(shard);
    list.dismantle(shard, this.isTree, this.root, Number.POSITIVE_INFINITY);
    this.root = copy;
    this.open();
    // Numeric texts take half of their bytes.
    const bytes = this.items.reduce((sum, { length }) => sum + (length > 33 ? length : length / 2), 0);
    if (this.items.length > 0) expect(list.occupied(0)).toBeGreaterThan(bytes);
  }

  check(): void {
    const audit = auditList(heap, large, this.isTree, this.root);
    expect(audit.problems).toEqual([]);
    const texts = audit.items.map((entry) => (typeof entry === 'number' ? read(entry) : entry));
    expect(texts.length).toBe(this.items.length);
    texts.forEach((text, i) => {
      if (!text.equals(this.items[i]!)) expect(text.toString()).toBe(this.items[i]!.toString());
    });
    this.open();
    expect(list.count()).toBe(this.items.length);
  }

  /** Walks both ways, and seeks every item. */
  checkWalks(): void {
    if (this.items.length === 0) return;
    this.open();
    list.seekFirst();
    let i = 0;
    do expect(current().equals(this.items[i++]!)).toBe(true);
    while (list.next());
    expect(i).toBe(this.items.length);
    list.seekLast();
    do expect(current().equals(this.items[--i]!)).toBe(true);
    while (list.previous());
    expect(i).toBe(0);
    for (; i < this.items.length; i++) {
      list.seek(i);
      expect(current().equals(this.items[i]!)).toBe(true);
    }
    list.seek(i);
    expect(list.hasItem()).toBe(false);
  }

  end(): void {
    while (!list.dismantle(shard, this.isTree, this.root, 3));
    expect(auditHeap(heap)).toMatchObject({ problems: [], usedUnits: 0 });
    expect(large.objectCount()).toBe(0);
  }
}

function read(object: LargeRef): Buffer {
  const text = Buffer.alloc(large.length(object));
  large.read(object, 0, text, 0, text.length);
  return text;
}

function current(): Buffer {
  const object = largeAt(list.bytes, list.at);
  if (object !== NO_LARGE) return read(object);
  list.readItem();
  const text = Buffer.from(list.text.subarray(list.textStart, list.textStart + list.textLength));
  sought.setBytes(text, 0, text.length);
  expect(itemEquals(list.bytes, list.at, sought)).toBe(true);
  return text;
}
