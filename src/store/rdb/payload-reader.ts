/**
 * Reads the RDB format from bytes that anybody may have made. The first thing that is wrong sets `failed`; from then on
 * everything reads as 0, so that a caller may ask once at the end of each part. cold: RESTORE, not the data path.
 */
import { INT8, INT16, INT32, LZF } from './format.ts';
import { MAX_EXPANSION, unpack } from './lzf.ts';
import type { Texts } from './texts.ts';

const LENGTH_32 = 0x80;
const LENGTH_64 = 0x81;
const SPECIAL = 3;

export class PayloadReader {
  failed = false;
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  end = 0;
  /** Set by `size`: what was read is no length but one of the special encodings. */
  #isSpecial = false;

  /** Begins to read bytes[start, end). */
  begin(bytes: Buffer, start: number, end: number): void {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    this.failed = false;
  }

  fail(): 0 {
    this.failed = true;
    this.at = this.end;
    return 0;
  }

  /** Whether so many bytes are left; if not, that is a failure. */
  has(bytes: number): boolean {
    if (!this.failed && bytes <= this.end - this.at) return true;
    this.fail();
    return false;
  }

  byte(): number {
    return this.has(1) ? this.bytes[this.at++]! : 0;
  }

  /** A length or another whole number; those beyond 2^53 fail. */
  size(): number {
    const value = this.#sizeOrSpecial();
    return this.#isSpecial || value > Number.MAX_SAFE_INTEGER ? this.fail() : value;
  }

  /** A whole number of 64 bits that may stand for a negative one. */
  long(): number | bigint {
    if (!this.has(1) || this.bytes[this.at] !== LENGTH_64) return this.size();
    if (!this.has(9)) return 0;
    const value = this.bytes.readBigInt64BE(this.at + 1);
    this.at += 9;
    return value >= -TWO_53 && value <= TWO_53 ? Number(value) : value;
  }

  /** A number of things of which each has so many bytes at least: never more than the bytes that are left allow. */
  count(bytesEach: number): number {
    const count = this.size();
    return count * bytesEach > this.end - this.at ? this.fail() : count;
  }

  double(): number {
    if (!this.has(8)) return 0;
    this.at += 8;
    return this.bytes.readDoubleLE(this.at - 8);
  }

  /** Milliseconds, 64 bits, lowest byte first. */
  time(): number {
    if (!this.has(8)) return 0;
    this.at += 8;
    return Number(this.bytes.readBigInt64LE(this.at - 8));
  }

  /** A string, added to `texts`. */
  text(texts: Texts): void {
    const length = this.#sizeOrSpecial();
    if (this.#isSpecial) this.#specialText(length, texts);
    else if (this.has(length)) {
      texts.add(this.bytes, this.at, length);
      this.at += length;
    }
  }

  #specialText(kind: number, texts: Texts): void {
    if (kind === LZF) {
      this.#packedText(texts);
      return;
    }
    const width = kind === INT8 ? 1 : kind === INT16 ? 2 : kind === INT32 ? 4 : 0;
    if (width === 0 || !this.has(width)) {
      this.fail();
      return;
    }
    texts.addInteger(this.bytes.readIntLE(this.at, width));
    this.at += width;
  }

  #packedText(texts: Texts): void {
    const packed = this.size();
    const length = this.size();
    if (!this.has(packed) || length > packed * MAX_EXPANSION) {
      this.fail();
      return;
    }
    const start = texts.reserve(length);
    if (!unpack(this.bytes, this.at, this.at + packed, texts.buffer, start, length)) this.fail();
    this.at += packed;
  }

  #sizeOrSpecial(): number {
    const first = this.byte();
    const kind = first >>> 6;
    this.#isSpecial = kind === SPECIAL;
    if (kind === 0 || kind === SPECIAL) return first & 0x3f;
    if (kind === 1) return ((first & 0x3f) << 8) | this.byte();
    if (first === LENGTH_32 && this.has(4)) {
      this.at += 4;
      return this.bytes.readUInt32BE(this.at - 4);
    }
    if (first === LENGTH_64 && this.has(8)) {
      this.at += 8;
      return Number(this.bytes.readBigUInt64BE(this.at - 8));
    }
    return this.fail();
  }
}

const TWO_53 = 2n ** 53n;
