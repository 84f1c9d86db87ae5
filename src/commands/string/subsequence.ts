// HOT: runs under locks; no closures, no allocation while the tables are large enough.
/**
 * The longest common subsequence of two strings.
 *
 * Problem: the usual table of N × M lengths takes 4 bytes and about a nanosecond a cell, under the locks of both keys.
 * Idea: in a row of that table neighbours differ by 0 or 1, so a row is M bits, and 32 cells come out of one addition
 * with carry. The rows are kept, because the way back through them says which bytes belong to the subsequence.
 * Cost: N × M / 32 steps and N × M / 8 bytes.
 * Source: H. Hyyrö, "Bit-parallel LCS-length computation revisited" (2004).
 */

/** Positions of the first bytes, and of the ones behind the last, of a run that both strings have in common. */
export class CommonRun {
  startA = 0;
  startB = 0;
  length = 0;
}

const BYTES = 256;

export class Subsequences {
  /** For each byte value: where it stands in b, as bits. */
  #places = new Int32Array(0);
  /** Row i: the state behind the first i bytes of a. A zero bit j says: the length grows from j to j + 1. */
  #rows = new Int32Array(0);
  #width = 0;
  #a: Uint8Array = new Uint8Array(0);
  #b: Uint8Array = new Uint8Array(0);
  // Where the way back stands.
  #i = 0;
  #j = 0;
  readonly run = new CommonRun();

  /** Bytes of memory that `compare` takes. */
  static bytesFor(lengthA: number, lengthB: number): number {
    const width = Math.ceil(lengthB / 32);
    return (BYTES + lengthA + 1) * width * 4;
  }

  /** Compares a[0, lengthA) with b[0, lengthB). @returns the length of the subsequence */
  compare(a: Uint8Array, lengthA: number, b: Uint8Array, lengthB: number): number {
    const width = Math.ceil(lengthB / 32);
    this.#a = a;
    this.#b = b;
    this.#i = lengthA;
    this.#j = lengthB;
    this.#width = width;
    if (this.#places.length < BYTES * width) this.#places = new Int32Array(BYTES * width);
    if (this.#rows.length < (lengthA + 1) * width) this.#rows = new Int32Array((lengthA + 1) * width);
    for (let i = 0; i < BYTES * width; i++) this.#places[i] = 0;
    for (let j = 0; j < lengthB; j++) this.#places[b[j]! * width + (j >>> 5)]! |= 1 << (j & 31);
    for (let i = 0; i < width; i++) this.#rows[i] = -1;
    for (let i = 0; i < lengthA; i++) this.#nextRow(i * width, a[i]! * width);
    return this.#countZeros(lengthA * width, lengthB);
  }

  /** Finds the last run that lies before the ones found so far, in `run`. @returns false when there is none */
  previousRun(): boolean {
    const { run } = this;
    run.length = 0;
    while (this.#i > 0 && this.#j > 0) {
      if (this.#a[this.#i - 1] === this.#b[this.#j - 1]) {
        this.#i--;
        this.#j--;
        run.length++;
        continue;
      }
      if (run.length > 0) break;
      const word = this.#rows[this.#i * this.#width + ((this.#j - 1) >>> 5)]!;
      if ((word & (1 << ((this.#j - 1) & 31))) === 0) this.#i--;
      else this.#j--;
    }
    run.startA = this.#i;
    run.startB = this.#j;
    return run.length > 0;
  }

  #nextRow(from: number, places: number): void {
    const rows = this.#rows;
    const width = this.#width;
    let carry = 0;
    for (let i = 0; i < width; i++) {
      const row = rows[from + i]!;
      const hits = row & this.#places[places + i]!;
      const sum = (row >>> 0) + (hits >>> 0) + carry;
      carry = sum > 0xffffffff ? 1 : 0;
      rows[from + width + i] = sum | 0 | (row - hits);
    }
  }

  #countZeros(from: number, bits: number): number {
    let zeros = 0;
    for (let j = 0; j < bits; j++) if ((this.#rows[from + (j >>> 5)]! & (1 << (j & 31))) === 0) zeros++;
    return zeros;
  }
}
