/** Strings that were read from a payload, one behind the other in private memory: the parts of a value on its way in. */

const FIRST_TEXTS = 256;
const FIRST_BYTES = 4096;
/** Memory that is kept between two values. */
const KEPT_BYTES = 1 << 20;

export class Texts {
  buffer: Buffer = Buffer.alloc(FIRST_BYTES);
  /** Text i is buffer[starts[i], starts[i] + lengths[i]). */
  starts: Int32Array = new Int32Array(FIRST_TEXTS);
  lengths: Int32Array = new Int32Array(FIRST_TEXTS);
  count = 0;
  #used = 0;

  clear(): void {
    this.count = 0;
    this.#used = 0;
    if (this.buffer.length > KEPT_BYTES) this.buffer = Buffer.alloc(FIRST_BYTES);
    if (this.starts.length * 4 > KEPT_BYTES) {
      this.starts = new Int32Array(FIRST_TEXTS);
      this.lengths = new Int32Array(FIRST_TEXTS);
    }
  }

  /** Forgets all texts but the first ones. */
  cut(count: number): void {
    this.count = count;
    this.#used = count === 0 ? 0 : this.starts[count - 1]! + this.lengths[count - 1]!;
  }

  add(source: Uint8Array, start: number, length: number): void {
    const at = this.reserve(length);
    (source as Buffer).copy(this.buffer, at, start, start + length);
  }

  addInteger(value: number | bigint): void {
    const text = String(value);
    const at = this.reserve(text.length);
    this.buffer.write(text, at, 'latin1');
  }

  /** A text of so many bytes, which the caller writes. @returns where it begins */
  reserve(length: number): number {
    const at = this.#used;
    if (at + length > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, at + length));
      this.buffer.copy(larger, 0, 0, at);
      this.buffer = larger;
    }
    if (this.count === this.starts.length) {
      this.starts = doubled(this.starts);
      this.lengths = doubled(this.lengths);
    }
    this.starts[this.count] = at;
    this.lengths[this.count++] = length;
    this.#used = at + length;
    return at;
  }

  /** Makes room behind the texts that the next one may overwrite. @returns where it begins */
  spareAt(length: number): number {
    const at = this.reserve(length);
    this.cut(this.count - 1);
    return at;
  }

  /** Text number `index` as a string of one character a byte. */
  textAt(index: number): string {
    const start = this.starts[index]!;
    return this.buffer.toString('latin1', start, start + this.lengths[index]!);
  }

  /** Text number `index` as an integer, NaN if it is none, exact as far as a double is. */
  integerAt(index: number): number {
    const text = this.textAt(index);
    return /^-?\d{1,19}$/.test(text) ? Number(text) : Number.NaN;
  }

  /** As `integerAt`, of 64 bits; undefined if it is none. */
  longAt(index: number): bigint | undefined {
    const text = this.textAt(index);
    return /^-?\d{1,20}$/.test(text) ? BigInt(text) : undefined;
  }

  /** Text number `index` as a score; NaN if it is none. */
  scoreAt(index: number): number {
    const text = this.textAt(index).toLowerCase();
    if (/^[+-]?inf(inity)?$/.test(text))
      return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  }
}

function doubled(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
