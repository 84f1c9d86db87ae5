// HOT: no closures, no allocation.
/** The part of a string that BITCOUNT and BITPOS look at: from one byte or bit to another, both included. */

export class BitRange {
  /** Bytes [firstByte, endByte) hold the part. */
  firstByte = 0;
  endByte = 0;
  /** Bits of the first byte before the part, and of the last byte behind it, as masks. */
  before = 0;
  behind = 0;

  /**
   * @param length bytes of the string
   * @param from, to negative ones count from the end; in bits with `inBits`, else in bytes
   * @returns false when nothing lies between them
   */
  set(length: number, from: number, to: number, inBits: boolean): boolean {
    const total = inBits ? length * 8 : length;
    const first = from < 0 ? Math.max(0, total + from) : from;
    const last = Math.min(to < 0 ? Math.max(0, total + to) : to, total - 1);
    if (first > last) return false;
    this.before = 0;
    this.behind = 0;
    if (!inBits) {
      this.firstByte = first;
      this.endByte = last + 1;
      return true;
    }
    this.firstByte = Math.floor(first / 8);
    this.endByte = Math.floor(last / 8) + 1;
    this.before = 0xff & ~(0xff >>> (first % 8));
    this.behind = 0x7f >>> (last % 8);
    return true;
  }
}
