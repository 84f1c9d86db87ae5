/**
 * What is known of sampled keys: fields in parallel arrays, found by hash.
 *
 * Entries are numbered densely, so that a random number names one; an index of open addressing leads from a hash to its
 * entry. Two keys with the same 32-bit hash are one, which is rare enough not to matter in a sample.
 */

const FIRST_ENTRIES = 64;
/** Slots of the index for each entry, at the least; their number is a power of two. */
const SPREAD = 1.4;
const GROWTH = 1.25;
/** Bytes of the fields of an entry. */
const FIELD_BYTES = 4 + 4 + 1 + 4 + 4 + 1 + 1;

export class SampledEntries {
  hashes: Int32Array = new Int32Array(FIRST_ENTRIES);
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
  count = 0;
  /** Entry + 1, or 0. */
  #index = new Int32Array(FIRST_ENTRIES * 2);

  /** Bytes of memory that the entries take. */
  get memoryBytes(): number {
    return this.hashes.length * FIELD_BYTES + this.#index.length * 4;
  }

  /** The entry of a key, or -1. */
  find(hash: number): number {
    const mask = this.#index.length - 1;
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#index[slot]! - 1;
      if (entry < 0 || this.hashes[entry] === hash) return entry;
    }
  }

  /** Adds a key that is not there; nobody has it yet. @returns its entry, until the next `delete` */
  add(hash: number, size: number, cost: number): number {
    if (this.count === this.hashes.length) this.#grow();
    const entry = this.count++;
    this.hashes[entry] = hash;
    this.sizes[entry] = size;
    this.costs[entry] = cost;
    this.uses[entry] = 0;
    this.present[entry] = 0;
    this.fresh[entry] = 0;
    this.clocks[entry] = 0;
    this.#file(entry);
    return entry;
  }

  #file(entry: number): void {
    const mask = this.#index.length - 1;
    let slot = spread(this.hashes[entry]!) & mask;
    while (this.#index[slot] !== 0) slot = (slot + 1) & mask;
    this.#index[slot] = entry + 1;
  }

  #slotOf(entry: number): number {
    const mask = this.#index.length - 1;
    let slot = spread(this.hashes[entry]!) & mask;
    while (this.#index[slot] !== entry + 1) slot = (slot + 1) & mask;
    return slot;
  }

  /** Removes an entry; the last one takes its number. */
  delete(entry: number): void {
    this.#unfile(this.#slotOf(entry));
    const last = --this.count;
    if (last === entry) return;
    this.#index[this.#slotOf(last)] = entry + 1;
    this.hashes[entry] = this.hashes[last]!;
    this.clocks[entry] = this.clocks[last]!;
    this.uses[entry] = this.uses[last]!;
    this.sizes[entry] = this.sizes[last]!;
    this.costs[entry] = this.costs[last]!;
    this.present[entry] = this.present[last]!;
    this.fresh[entry] = this.fresh[last]!;
  }

  /** Empties a slot and moves those behind it up, so that no search stops too early. */
  #unfile(start: number): void {
    const mask = this.#index.length - 1;
    let hole = start;
    for (let slot = (hole + 1) & mask; this.#index[slot] !== 0; slot = (slot + 1) & mask) {
      const home = spread(this.hashes[this.#index[slot]! - 1]!) & mask;
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      this.#index[hole] = this.#index[slot]!;
      hole = slot;
    }
    this.#index[hole] = 0;
  }

  /** Gives memory back that many deletions have left without use. */
  trim(): void {
    const length = Math.max(FIRST_ENTRIES, Math.ceil(this.count * GROWTH));
    if (length * 2 > this.hashes.length) return;
    this.#resize(length);
    let slots = FIRST_ENTRIES * 2;
    while (slots < length * SPREAD) slots *= 2;
    this.#reindex(slots);
  }

  #grow(): void {
    const length = Math.ceil(this.hashes.length * GROWTH);
    this.#resize(length);
    if (this.#index.length < length * SPREAD) this.#reindex(this.#index.length * 2);
  }

  #resize(length: number): void {
    this.hashes = resized(this.hashes, new Int32Array(length));
    this.clocks = resized(this.clocks, new Int32Array(length));
    this.uses = resized(this.uses, new Uint8Array(length));
    this.sizes = resized(this.sizes, new Int32Array(length));
    this.costs = resized(this.costs, new Float32Array(length));
    this.present = resized(this.present, new Uint8Array(length));
    this.fresh = resized(this.fresh, new Uint8Array(length));
  }

  #reindex(slots: number): void {
    this.#index = new Int32Array(slots);
    for (let entry = 0; entry < this.count; entry++) this.#file(entry);
  }
}

/** Sampled hashes share their top bits: mixes the others. */
function spread(hash: number): number {
  const x = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return x ^ (x >>> 13);
}

/** Copies as much as fits. */
function resized<A extends Fields>(from: A, to: A): A {
  to.set(from.subarray(0, to.length));
  return to;
}

interface Fields {
  readonly length: number;
  set(values: this): void;
  subarray(from: number, to: number): this;
}
