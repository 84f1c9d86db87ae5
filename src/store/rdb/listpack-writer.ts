/** Writes a listpack: the form in which streams are dumped. packed-texts.ts reads it. cold: DUMP, not the data path. */
import { PayloadWriter } from './payload-writer.ts';

const HEADER = 6;
const END = 0xff;
const UNKNOWN_COUNT = 0xffff;
const INT64 = 0xf4;
const TWO_63 = 2n ** 63n;

export class ListpackWriter {
  readonly out: PayloadWriter = new PayloadWriter();
  #count = 0;

  begin(): void {
    this.out.begin();
    this.out.length = HEADER;
    this.#count = 0;
  }

  integer(value: number): void {
    const { out } = this;
    if (value >= 0 && value < 128) {
      out.byte(value);
      this.#end(1);
      return;
    }
    if (value >= -4096 && value < 4096) {
      out.byte(0xc0 | ((value >> 8) & 0x1f));
      out.byte(value & 0xff);
      this.#end(2);
      return;
    }
    const width = value === (value << 16) >> 16 ? 2 : value === (value << 8) >> 8 ? 3 : value === (value | 0) ? 4 : 8;
    out.byte(width === 8 ? INT64 : 0xef + width);
    const at = out.length;
    const buffer = out.reserve(width);
    if (width === 8) buffer.writeBigInt64LE(BigInt(value), at);
    else buffer.writeIntLE(value, at, width);
    this.#end(1 + width);
  }

  /** An integer that may need 64 bits; those beyond are written in digits. */
  long(value: bigint): void {
    if (value >= -0x8000_0000n && value < 0x8000_0000n) this.integer(Number(value));
    else if (value >= -TWO_63 && value < TWO_63) {
      this.out.byte(INT64);
      const at = this.out.length;
      this.out.reserve(8).writeBigInt64LE(value, at);
      this.#end(9);
    } else {
      const digits = Buffer.from(String(value), 'latin1');
      this.text(digits, 0, digits.length);
    }
  }

  text(bytes: Uint8Array, start: number, length: number): void {
    this.textHeader(length);
    this.out.raw(bytes, start, length);
    this.endText(length);
  }

  /** A text whose bytes the caller writes between this and `endText`. */
  textHeader(length: number): void {
    const { out } = this;
    if (length < 64) out.byte(0x80 | length);
    else if (length < 4096) {
      out.byte(0xe0 | (length >> 8));
      out.byte(length & 0xff);
    } else {
      out.byte(0xf0);
      const at = out.length;
      out.reserve(4).writeUInt32LE(length, at);
    }
  }

  endText(length: number): void {
    this.#end(length + (length < 64 ? 1 : length < 4096 ? 2 : 5));
  }

  /** Ends the listpack, which is then in `out`. */
  finish(): void {
    const { out } = this;
    out.byte(END);
    out.buffer.writeUInt32LE(out.length, 0);
    out.buffer.writeUInt16LE(Math.min(this.#count, UNKNOWN_COUNT), 4);
  }

  /** Bytes so far. */
  get bytes(): number {
    return this.out.length;
  }

  /** Ends an entry by how long it is, 7 bits a byte, the last ones first. */
  #end(length: number): void {
    const { out } = this;
    this.#count++;
    const bytes = length < 128 ? 1 : length < 16_384 ? 2 : length < 2_097_152 ? 3 : length < 268_435_456 ? 4 : 5;
    for (let i = bytes - 1; i >= 0; i--) {
      const part = Math.floor(length / 128 ** i) & 0x7f;
      out.byte(i === bytes - 1 ? part : part | 0x80);
    }
  }
}
