import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KIND_RUN } from '../../../src/memory/heap/heap.ts';
import { NO_REF, type Ref } from '../../../src/memory/types.ts';
import { Int64 } from '../../../src/values/int64.ts';
import { PackedRuns } from '../../../src/values/packed-run.ts';
import { ADDED, SET_INTSET, SET_LISTPACK, SET_TABLE } from '../../../src/values/set/set-forms.ts';
import { SmallerSetForms } from '../../../src/values/set/smaller-set-forms.ts';
import { auditMembers } from '../../../src/values/table/member-table-audit.ts';
import { type MembersFixture, membersFixture } from '../members-fixture.ts';

const SHARD = 3;

class Driver {
  readonly fixture: MembersFixture = membersFixture();
  readonly forms = new SmallerSetForms(this.fixture.heap, new PackedRuns(this.fixture.heap), this.fixture.members);
  encoding = SET_INTSET;
  root: Ref = NO_REF;

  constructor(maxIntegers: number, maxPacked: number) {
    this.forms.maxIntegers = maxIntegers;
    this.forms.maxPackedEntries = maxPacked;
    this.forms.maxPackedBytes = 8;
    this.root = this.forms.create(SHARD, SET_INTSET, 0);
  }

  add(member: string): boolean {
    const key = Buffer.from(member);
    const added = this.forms.add(SHARD, this.encoding, this.root, key, 0, key.length);
    this.#follow();
    return added === ADDED;
  }

  remove(member: string): boolean {
    const key = Buffer.from(member);
    const removed = this.forms.remove(SHARD, this.encoding, this.root, key, 0, key.length);
    this.#follow();
    return removed;
  }

  /** Makes a table a packed run if it fits. */
  pack(): void {
    if (this.encoding !== SET_TABLE) return;
    this.forms.tableToPacked(SHARD, this.root);
    this.#follow();
  }

  has(member: string): boolean {
    const key = Buffer.from(member);
    return this.forms.contains(this.encoding, this.root, key, 0, key.length);
  }

  /** Invariants of the form that the set has. */
  check(): void {
    const { heap, members } = this.fixture;
    if (this.encoding === SET_TABLE) {
      expect(auditMembers(heap, members, this.root).problems).toEqual([]);
      return;
    }
    expect(heap.kindOf(this.root)).toBe(KIND_RUN);
    if (this.encoding !== SET_INTSET) return;
    const value = new Int64();
    const numbers: bigint[] = [];
    for (let i = 0; i < this.forms.count(SET_INTSET, this.root); i++) {
      this.forms.ints.get(this.root, i, value);
      numbers.push((BigInt(value.high) << 32n) | BigInt(value.low >>> 0));
    }
    for (let i = 1; i < numbers.length; i++) expect(numbers[i]! > numbers[i - 1]!).toBe(true);
  }

  #follow(): void {
    this.encoding = this.forms.encoding;
    this.root = this.forms.root;
  }
}

const member = fc.oneof(
  fc.integer({ min: -5, max: 5 }).map(String),
  fc.integer({ min: -40_000, max: 40_000 }).map(String),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  fc.constantFrom('a', 'b', '', 'words', 'longer than 8'),
);
const operation = fc.tuple(fc.constantFrom('add', 'add', 'add', 'remove', 'remove', 'has', 'pack'), member);

describe('SmallerSetForms', () => {
  it('does what a plain set does, in every form', () => {
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 120 }),
        fc.constantFrom(4, 100),
        fc.constantFrom(3, 100),
        (steps, ints, packed) => {
          const driver = new Driver(ints, packed);
          const model = new Set<string>();
          for (const [what, text] of steps) {
            if (what === 'add') {
              expect(driver.add(text)).toBe(!model.has(text));
              model.add(text);
            } else if (what === 'pack') driver.pack();
            else if (what === 'remove') expect(driver.remove(text)).toBe(model.delete(text));
            else expect(driver.has(text)).toBe(model.has(text));
            driver.check();
          }
          expect(driver.forms.count(driver.encoding, driver.root)).toBe(model.size);
          for (const text of model) expect(driver.has(text)).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('packs a table that fits, and no other', () => {
    const driver = new Driver(3, 5);
    for (const text of ['1', '2', 'three', 'four', '5', 'longer than 8']) driver.add(text);
    driver.remove('1');
    driver.pack();
    expect(driver.encoding).toBe(SET_TABLE);
    driver.add('6');
    driver.remove('longer than 8');
    const { heap } = driver.fixture;
    const before = heap.usedBytes();
    driver.pack();
    expect(driver.encoding).toBe(SET_LISTPACK);
    expect(heap.usedBytes()).toBeLessThan(before);
    expect(['2', 'three', 'four', '5', '6', '1'].map((text) => driver.has(text))).toEqual([
      ...Array<boolean>(5).fill(true),
      false,
    ]);
  });

  it('changes its form at the thresholds, and not back by itself', () => {
    const driver = new Driver(3, 5);
    for (const number of ['1', '2', '3']) driver.add(number);
    expect(driver.encoding).toBe(SET_INTSET);
    driver.add('word');
    expect(driver.encoding).toBe(SET_LISTPACK);
    driver.remove('word');
    expect(driver.encoding).toBe(SET_LISTPACK);
    driver.add('longer than 8');
    expect(driver.encoding).toBe(SET_TABLE);
    driver.remove('longer than 8');
    expect(driver.encoding).toBe(SET_TABLE);
    driver.forms.toIntegers(SHARD, driver.encoding, driver.root);
    expect(driver.forms.encoding).toBe(SET_INTSET);
    expect(driver.forms.count(SET_INTSET, driver.forms.root)).toBe(3);
  });

  it('leaves the form of integers when there are too many', () => {
    const driver = new Driver(3, 5);
    for (const number of ['1', '2', '3', '4']) driver.add(number);
    expect(driver.encoding).toBe(SET_TABLE);
  });
});
