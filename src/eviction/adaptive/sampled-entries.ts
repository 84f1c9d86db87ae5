/**
 * What is known of sampled keys: fields in parallel arrays, found by hash.
 *
 * Entries are numbered densely, so that a random number names one.
 */
import { HashNumbers, resized } from '../../store/usage/hash-numbers.ts';

const FIRST_ENTRIES = 64;
/** Slots of the index for each entry, at the least; their number is a power of two. */
const SPREAD = 1.4;
const GROWTH = 1.25;
/** Bytes of the fields of an entry. */
const FIELD_BYTES = 4 + 4 + 1 + 4 + 4 + 1 + 1;

export class SampledEntries {
  readonly #numbers = new HashNumbers(FIRST_ENTRIES);
  /** Access clock of the last use. */
  clocks: Int32Array = new Int32Array(FIRST_ENTRIES);
  /** Aged use counters (use-count.ts). */
  uses: Uint8Array = new Uint8Array(FIRST_ENTRIES);
  /** Bytes. */
  sizes: Int32Array = new Int32Array(FIRST_ENTRIES);
  costs: Float32Array = new Float32Array(FIRST_ENTRIES);
  /** Bit r: rule r has the object … */
  present: Uint8Array = new Uint8Array(FIRST_ENTRIES);
  /** … and it is new there. */
  fresh: Uint8Array = new Uint8Array(FIRST_ENTRIES);

  get count(): number {
    return this.#numbers.count;
  }

  /** By entry. */
  get hashes(): Int32Array {
    return this.#numbers.hashes;
  }

  /** Bytes of memory that the entries take. */
  get memoryBytes(): number {
    return this.clocks.length * FIELD_BYTES + this.#numbers.slots * 4;
  }

  /** The entry of a key, or -1. */
  find(hash: number): number {
    return this.#numbers.find(hash);
  }

  /** Adds a key that is not there; nobody has it yet. @returns its entry, until the next `delete` */
  add(hash: number, size: number, cost: number): number {
    if (this.count === this.clocks.length) this.#grow();
    const entry = this.#numbers.add(hash);
    this.sizes[entry] = size;
    this.costs[entry] = cost;
    this.uses[entry] = 0;
    this.present[entry] = 0;
    this.fresh[entry] = 0;
    this.clocks[entry] = 0;
    return entry;
  }

  /** Removes an entry; the last one takes its number. */
  delete(entry: number): void {
    const last = this.#numbers.delete(entry);
    if (last === entry) return;
    this.clocks[entry] = this.clocks[last]!;
    this.uses[entry] = this.uses[last]!;
    this.sizes[entry] = this.sizes[last]!;
    this.costs[entry] = this.costs[last]!;
    this.present[entry] = this.present[last]!;
    this.fresh[entry] = this.fresh[last]!;
  }

  /** Gives memory back that many deletions have left without use. */
  trim(): void {
    const length = Math.max(FIRST_ENTRIES, Math.ceil(this.count * GROWTH));
    if (length * 2 > this.clocks.length) return;
    this.#resize(length);
    let slots = FIRST_ENTRIES * 2;
    while (slots < length * SPREAD) slots *= 2;
    this.#numbers.reindex(slots);
  }

  #grow(): void {
    const length = Math.ceil(this.clocks.length * GROWTH);
    this.#resize(length);
    if (this.#numbers.slots < length * SPREAD) this.#numbers.reindex(this.#numbers.slots * 2);
  }

  #resize(length: number): void {
    this.#numbers.resize(length);
    this.clocks = resized(this.clocks, new Int32Array(length));
    this.uses = resized(this.uses, new Uint8Array(length));
    this.sizes = resized(this.sizes, new Int32Array(length));
    this.costs = resized(this.costs, new Float32Array(length));
    this.present = resized(this.present, new Uint8Array(length));
    this.fresh = resized(this.fresh, new Uint8Array(length));
  }
}
