// HOT: no closures, no allocation on the JS heap but for bodies of more than 64 KiB.
/**
 * An entry that is about to be added: what it holds, as arguments of the request, and how it lies in a leaf.
 * stream-leaf.ts has the picture.
 */
import { type LargeRef, NO_LARGE } from '../../memory/types.ts';
import { ID_WORDS } from './stream-id.ts';
import {
  ELSEWHERE,
  L_FIRST_ID,
  L_SHAPE,
  LARGE_TEXT,
  LARGE_TEXT_BYTES,
  lengthBytes,
  MAX_BODY_BYTES,
  MAX_NAMES_BYTES,
  MS_BYTES,
  MS_SHIFT,
  NAMES_AT,
  readLength,
  SAME_FIELDS,
  SEQUENCE_BYTES,
  SEQUENCE_SHIFT,
  textBytes,
  writeLength,
  writeNumber,
  writeWide,
} from './stream-leaf.ts';

/** Below this many bytes a loop is faster than the call of Buffer.copy. */
const LOOP_BYTES = 32;
const NO_BYTES = Buffer.alloc(0);
const SIGN = 0x8000_0000 | 0;

/** One instance a thread. `describe` says what the entry holds; the rest says how it fits a leaf and writes it there. */
export class StreamDraft {
  readonly id: Int32Array = new Int32Array(ID_WORDS);
  /** Fields of the entry. */
  fields = 0;
  /** Whether a text is a large object, or the whole body is. */
  hasLarge = false;
  /** Large objects by the index of their text (0: none), as long as any is. */
  larges: Int32Array = new Int32Array(16);

  #source: Buffer = NO_BYTES;
  #starts: Int32Array = new Int32Array(0);
  #lengths: Int32Array = new Int32Array(0);
  #first = 0;
  /** Bytes of all texts as they were given. */
  givenBytes = 0;
  /** Bytes of all names, and of all values, with their lengths. */
  #namesBytes = 0;
  #valuesBytes = 0;
  /** The body, if it is not to lie in a leaf. */
  body: LargeRef = NO_LARGE;

  // How the entry lies in the leaf that `fit` was asked about.
  #same = false;
  #msCode = 0;
  #msHigh = 0;
  #msLow = 0;
  #sequenceCode = 0;
  #bodyBytes = 0;

  /**
   * Says that text i (names and values in turn) is source[starts[first + i] … ] of lengths[first + i] bytes, or the
   * large object `larges[i]` where that is not 0.
   */
  describe(source: Buffer, starts: Int32Array, lengths: Int32Array, first: number, fields: number): void {
    this.#source = source;
    this.#starts = starts;
    this.#lengths = lengths;
    this.#first = first;
    this.fields = fields;
    this.body = NO_LARGE;
    let names = 0;
    let values = 0;
    let given = 0;
    for (let i = 0; i < fields * 2; i += 2) {
      const name = lengths[first + i]!;
      const value = lengths[first + i + 1]!;
      given += name + value;
      names += this.hasLarge ? this.#textBytes(i) : textBytes(name);
      values += this.hasLarge ? this.#textBytes(i + 1) : textBytes(value);
    }
    this.#namesBytes = names;
    this.#valuesBytes = values;
    this.givenBytes = given;
  }

  /** Makes room for so many large texts, none of them set. cold: only for entries with large texts. */
  clearLarges(texts: number): void {
    if (this.larges.length < texts) this.larges = new Int32Array(texts * 2);
    for (let i = 0; i < texts; i++) this.larges[i] = NO_LARGE;
  }

  /** Whether the entry's own body would be so long that it has to be put elsewhere first. */
  isLong(): boolean {
    return this.#ownBodyBytes() > MAX_BODY_BYTES;
  }

  /** cold: the whole body in memory of this thread, for a large object. */
  makeBody(): Buffer {
    const body = Buffer.allocUnsafe(this.#ownBodyBytes());
    this.#writeOwnBody(body, 0);
    return body;
  }

  /** Bytes of the names that a leaf which begins with this entry shares with the following ones; 0 when it shares none. */
  sharedNames(): number {
    if (this.body !== NO_LARGE || this.#namesBytes > MAX_NAMES_BYTES || this.fields > 0xffff) return 0;
    if (this.hasLarge) for (let i = 0; i < this.fields; i++) if (this.larges[i * 2] !== NO_LARGE) return 0;
    return this.#namesBytes;
  }

  /** Writes the shared names. @returns the position behind them */
  writeNames(bytes: Buffer, position: number): number {
    let p = position;
    for (let i = 0; i < this.fields; i++) p = this.#writeText(bytes, p, i * 2);
    return p;
  }

  /** Bytes of the body at most, with its length, however it lies. */
  bodyBound(): number {
    return this.body === NO_LARGE ? textBytes(this.#ownBodyBytes()) : textBytes(4);
  }

  /**
   * Finds out how the entry lies in a leaf, whose first ID is not behind its own.
   * @param words the leaf's slab @param at its first word
   * @returns the entry's bytes
   */
  fit(bytes: Buffer, words: Int32Array, at: number): number {
    this.#same = this.body === NO_LARGE && this.#hasNamesOf(bytes, words, at);
    this.#fitId(words, at + L_FIRST_ID);
    if (this.#same) this.#bodyBytes = this.#valuesBytes;
    else this.#bodyBytes = this.body === NO_LARGE ? this.#ownBodyBytes() : 4;
    return 1 + MS_BYTES[this.#msCode]! + SEQUENCE_BYTES[this.#sequenceCode]! + textBytes(this.#bodyBytes);
  }

  /** Writes the entry as `fit` found it to fit. @returns the position behind it */
  write(bytes: Buffer, position: number): number {
    let p = position;
    const kind = this.#same ? SAME_FIELDS : this.body === NO_LARGE ? 0 : ELSEWHERE;
    bytes[p++] = kind | (this.#msCode << MS_SHIFT) | (this.#sequenceCode << SEQUENCE_SHIFT);
    p = writeWide(bytes, p, MS_BYTES[this.#msCode]!, this.#msHigh, this.#msLow);
    p = writeWide(bytes, p, SEQUENCE_BYTES[this.#sequenceCode]!, this.id[2]!, this.id[3]!);
    p = writeLength(bytes, p, this.#bodyBytes);
    if (!this.#same) return this.body === NO_LARGE ? this.#writeOwnBody(bytes, p) : writeNumber(bytes, p, this.body);
    for (let i = 0; i < this.fields; i++) p = this.#writeText(bytes, p, i * 2 + 1);
    return p;
  }

  #ownBodyBytes(): number {
    return textBytes(this.fields) - this.fields + this.#namesBytes + this.#valuesBytes;
  }

  #writeOwnBody(bytes: Buffer, position: number): number {
    let p = writeLength(bytes, position, this.fields);
    for (let i = 0; i < this.fields * 2; i++) p = this.#writeText(bytes, p, i);
    return p;
  }

  #textBytes(index: number): number {
    if (this.hasLarge && this.larges[index] !== NO_LARGE) return LARGE_TEXT_BYTES;
    return textBytes(this.#lengths[this.#first + index]!);
  }

  #writeText(bytes: Buffer, position: number, index: number): number {
    let p = position;
    if (this.hasLarge && this.larges[index] !== NO_LARGE) {
      bytes[p++] = LARGE_TEXT;
      return writeNumber(bytes, p, this.larges[index]!);
    }
    const start = this.#starts[this.#first + index]!;
    const length = this.#lengths[this.#first + index]!;
    const source = this.#source;
    p = writeLength(bytes, p, length);
    if (length < LOOP_BYTES) for (let i = 0; i < length; i++) bytes[p + i] = source[start + i]!;
    else source.copy(bytes, p, start, start + length);
    return p + length;
  }

  #hasNamesOf(bytes: Buffer, words: Int32Array, at: number): boolean {
    if (words[at + L_SHAPE]! >>> 16 !== this.fields) return false;
    let p = (at << 2) + NAMES_AT;
    for (let i = 0; i < this.fields; i++) {
      const index = i * 2;
      if (this.hasLarge && this.larges[index] !== NO_LARGE) return false;
      const length = this.#lengths[this.#first + index]!;
      if (readLength(bytes, p) !== length) return false;
      p += lengthBytes(bytes, p);
      const start = this.#starts[this.#first + index]!;
      for (let j = 0; j < length; j++) if (bytes[p + j] !== this.#source[start + j]) return false;
      p += length;
    }
    return true;
  }

  /** The numbers of the ID as the leaf with this first ID has them. */
  #fitId(words: Int32Array, first: number): void {
    const low = (this.id[1]! - words[first + 1]!) | 0;
    const borrow = (this.id[1]! ^ SIGN) < (words[first + 1]! ^ SIGN) ? 1 : 0;
    const high = (this.id[0]! - words[first]! - borrow) | 0;
    this.#msLow = low;
    this.#msHigh = high;
    if (high === 0)
      this.#msCode = low === 0 ? 0 : low >>> 8 === 0 ? 1 : low >>> 16 === 0 ? 2 : low >>> 24 === 0 ? 3 : 4;
    else this.#msCode = high >>> 8 === 0 ? 5 : high >>> 16 === 0 ? 6 : 7;
    const sequence = this.id[3]!;
    if (this.id[2] !== 0 || sequence >>> 24 !== 0) this.#sequenceCode = 3;
    else this.#sequenceCode = sequence === 0 ? 0 : sequence >>> 8 === 0 ? 1 : 2;
  }
}
