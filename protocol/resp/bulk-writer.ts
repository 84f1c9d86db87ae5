// HOT: no closures, spreads or regexes; no allocation per reply; numbers go straight to bytes.
/** Writes strings as bulks, from whatever memory they lie in, and doubles, which are bulks in RESP2. */

import { MAX_DOUBLE_TEXT, writeDouble } from './doubles.ts';
import { digitCount, MAX_INTEGER_TEXT, writeBigInteger, writeInteger } from './integers.ts';
import { numericBytes } from './numeric-texts.ts';
import { HEADER, ReplyBuffer } from './reply-buffer.ts';
import { AROUND_TEXT, WHOLE_BYTES, writeBulk, writeDigitsBulk, writeNumericBulk, writeWhole } from './short-bulks.ts';
import { LAST_CODE, MOST_PLAIN, NUMERIC_CODE, numericLength, SMALL_DIGITS, smallAt, smallLength } from './text-row.ts';

/** Texts of up to some hundred bytes in several pieces of memory, each perhaps with a number. */
export interface Texts {
  /** Which memory text i lies in, from which byte on, and how many bytes it has. */
  readonly slabs: Int32Array;
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  /** Its number, and the same memory as words. */
  readonly numbers: Float64Array;
  readonly numberWords: Int32Array;
}

/** A row of texts (text-row.ts), in which there may be longer ones with other codes. */
export interface TextRow {
  readonly data: DataView;
  /** Where the next text's first code is, and where the row ends. */
  at: number;
  readonly end: number;
}

/** Where `Buffer.copy` overtakes a byte loop; measured from shared memory on Node 26. */
const COPY_FROM = 32;

/** Up to here `bulkOfWords` is faster than `bulk`; measured from shared memory on Node 26. */
export const MOST_BY_WORDS = 160;

/** Bytes that an entry of a row takes as a bulk, at most. */
const MOST_IN_ROW: number = MOST_PLAIN + AROUND_TEXT;

const CR = 13;
const LF = 10;
const DOLLAR = 36;
const COMMA = 44;
const ZERO = 48;

/** The words of a double, and the double. */
const bitsAsDouble = new Float64Array(1);
const bits = new Int32Array(bitsAsDouble.buffer);

/** Base of `ReplyWriter`. */
export class BulkWriter extends ReplyBuffer {
  /** The protocol of the connection that is being served. */
  resp: 2 | 3 = 2;
  private readonly scratch: Buffer = Buffer.allocUnsafeSlow(MAX_DOUBLE_TEXT);

  /** A line of a type byte and a number. */
  protected head(type: number, n: number): void {
    if (this.buf.length - this.pos < HEADER) this.grow(HEADER);
    const buf = this.buf;
    let p = this.pos;
    buf[p] = type;
    if (n >= 0 && n < 10) {
      buf[p + 1] = ZERO + n;
      p += 2;
    } else {
      p = writeInteger(buf, p + 1, n);
    }
    buf[p] = CR;
    buf[p + 1] = LF;
    this.pos = p + 2;
  }

  /** A line end at `p`, where the next byte goes behind it. */
  protected crlfAt(p: number): void {
    const buf = this.buf;
    buf[p] = CR;
    buf[p + 1] = LF;
    this.pos = p + 2;
  }

  /** The bytes `src[start, end)`, copied; `src` may lie in shared memory. */
  bulk(src: Buffer, start: number, end: number): void {
    const length = end - start;
    if (this.buf.length - this.pos < length + HEADER + 2) this.grow(length + HEADER + 2);
    const buf = this.buf;
    let p = this.pos;
    buf[p++] = DOLLAR;
    if (length < 10) buf[p++] = ZERO + length;
    else p = writeInteger(buf, p, length);
    buf[p] = CR;
    buf[p + 1] = LF;
    p += 2;
    if (length < COPY_FROM) {
      let from = start;
      while (from < end) buf[p++] = src[from++]!;
    } else {
      src.copy(buf, p, start, end);
      p += length;
    }
    buf[p] = CR;
    buf[p + 1] = LF;
    this.pos = p + 2;
  }

  /**
   * The bytes start … end of memory that words can be read of, copied: for up to `MOST_BY_WORDS` bytes this takes half
   * of the time of `bulk`. Up to 15 bytes behind the last one are read too: they must exist.
   */
  bulkOfWords(memory: DataView, start: number, end: number): void {
    const length = end - start;
    if (this.buf.length - this.pos < length + AROUND_TEXT) this.grow(length + AROUND_TEXT);
    this.pos = writeBulk(this.words, this.pos, memory, start, length);
  }

  /** `count` texts as bulks, each as `bulkOfWords` and, `withNumbers`, followed by its number as `double`. */
  bulks(memory: readonly DataView[], texts: Texts, count: number, withNumbers: boolean): void {
    const { slabs, starts, lengths } = texts;
    const inWords = this.resp === 2;
    let p = this.pos;
    let room = this.buf.length;
    for (let i = 0; i < count; i++) {
      const length = lengths[i]!;
      if (room - p < length + AROUND_TEXT + WHOLE_BYTES) {
        this.pos = p;
        this.grow(length + AROUND_TEXT + WHOLE_BYTES);
        p = this.pos;
        room = this.buf.length;
      }
      p = writeBulk(this.words, p, memory[slabs[i]!]!, starts[i]!, length);
      if (!withNumbers) continue;
      const end = inWords ? writeWhole(this.words, p, texts.numbers, texts.numberWords, i) : -1;
      if (end >= 0) {
        p = end;
        continue;
      }
      this.pos = p;
      this.double(texts.numbers[i]!);
      p = this.pos;
      room = this.buf.length;
    }
    this.pos = p;
  }

  /**
   * The texts of a row as bulks, `most` of them at most, each as `bulkOfWords`; the row goes on to the first that was not
   * written. In one loop with what finds them: what a text costs is twice as much when they are listed first.
   * @returns how many were written: fewer before the end only where one has another code than those of text-row.ts
   */
  bulksOfRow(row: TextRow, most: number): number {
    const { data, end } = row;
    let { at } = row;
    let p = this.pos;
    let room = this.buf.length;
    let written = 0;
    for (; written < most && at !== end; written++) {
      const code = data.getUint8(at);
      if (code > LAST_CODE) break;
      if (room - p < MOST_IN_ROW) {
        this.pos = p;
        this.grow(MOST_IN_ROW);
        p = this.pos;
        room = this.buf.length;
      }
      if (code <= MOST_PLAIN) {
        p = writeBulk(this.words, p, data, at + 1, code);
        at += code + 2;
      } else if (code >= NUMERIC_CODE) {
        const length = numericLength(code);
        p = writeNumericBulk(this.words, p, data, at + 1, length);
        at += numericBytes(length) + 2;
      } else {
        const number = smallAt(data, at);
        p = writeDigitsBulk(this.words, p, SMALL_DIGITS[number]!, smallLength(number));
        at += 2;
      }
    }
    this.pos = p;
    row.at = at;
    return written;
  }

  /** A string as utf8. */
  bulkText(text: string): void {
    const length = Buffer.byteLength(text, 'utf8');
    this.bulkHeader(length);
    this.ensure(length + 2);
    this.buf.write(text, this.pos, 'utf8');
    this.crlfAt(this.pos + length);
  }

  /** A string of one byte a character. */
  bulkLatin1(text: string): void {
    const length = text.length;
    this.bulkHeader(length);
    this.ensure(length + 2);
    this.buf.write(text, this.pos, 'latin1');
    this.crlfAt(this.pos + length);
  }

  /** An integer within ±(2^53 - 1) as a bulk string. */
  bulkInteger(n: number): void {
    const size = n < 0 ? digitCount(-n) + 1 : digitCount(n);
    this.bulkHeader(size);
    this.ensure(MAX_INTEGER_TEXT + 2);
    this.crlfAt(writeInteger(this.buf, this.pos, n));
  }

  /** Any signed 64-bit integer as a bulk string. */
  bulkBigInteger(n: bigint): void {
    const size = writeBigInteger(this.scratch, 0, n);
    this.bulk(this.scratch, 0, size);
  }

  /** The header of a bulk string whose bytes follow by `raw` or `external`, then `crlf`. */
  bulkHeader(length: number): void {
    this.head(DOLLAR, length);
  }

  crlf(): void {
    this.ensure(2);
    this.crlfAt(this.pos);
  }

  /** A bulk string in RESP2. */
  double(d: number): void {
    if (this.resp === 3) {
      this.ensure(MAX_DOUBLE_TEXT + 3);
      this.buf[this.pos] = COMMA;
      this.crlfAt(writeDouble(this.buf, this.pos + 1, d));
      return;
    }
    const size = writeDouble(this.scratch, 0, d);
    this.bulk(this.scratch, 0, size);
  }

  /** The double with these two words, low one first: as `double`, and quicker for whole numbers in RESP2. */
  doubleOfWords(low: number, high: number): void {
    bits[0] = low;
    bits[1] = high;
    if (this.buf.length - this.pos < WHOLE_BYTES) this.grow(WHOLE_BYTES);
    const end = this.resp === 2 ? writeWhole(this.words, this.pos, bitsAsDouble, bits, 0) : -1;
    if (end < 0) this.double(bitsAsDouble[0]!);
    else this.pos = end;
  }
}
