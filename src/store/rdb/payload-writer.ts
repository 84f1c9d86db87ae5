/** Writes values in the RDB format into memory that grows as needed. cold: DUMP, not the data path. */
import { Crc64 } from './crc64.ts';
import { FOOTER_BYTES } from './format.ts';

/** Memory that is kept between two values. */
const KEPT_BYTES = 65_536;
const SIX_BITS = 64;
const FOURTEEN_BITS = 16_384;
const TWO_32 = 2 ** 32;
const LENGTH_14 = 0x40;
const LENGTH_32 = 0x80;
const LENGTH_64 = 0x81;

export class PayloadWriter {
  buffer: Buffer = Buffer.alloc(KEPT_BYTES);
  length = 0;
  readonly #crc = new Crc64();

  begin(): void {
    this.length = 0;
    if (this.buffer.length > KEPT_BYTES) this.buffer = Buffer.alloc(KEPT_BYTES);
  }

  /** Makes room. @returns where it is; the caller says how much of it is used by `length` */
  room(bytes: number): number {
    if (this.length + bytes > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
      this.buffer.copy(larger, 0, 0, this.length);
      this.buffer = larger;
    }
    return this.length;
  }

  byte(value: number): void {
    // Making room may put another buffer in the place of this one: it comes first, here and below.
    const at = this.room(1);
    this.buffer[at] = value;
    this.length++;
  }

  /** A length, or another whole number from 0 on. */
  size(value: number | bigint): void {
    const at = this.room(9);
    if (value < SIX_BITS) this.length = this.buffer.writeUInt8(Number(value), at);
    else if (value < FOURTEEN_BITS) this.length = this.buffer.writeUInt16BE(Number(value) | (LENGTH_14 << 8), at);
    else if (value < TWO_32) {
      this.buffer[at] = LENGTH_32;
      this.length = this.buffer.writeUInt32BE(Number(value), at + 1);
    } else {
      this.buffer[at] = LENGTH_64;
      this.length = this.buffer.writeBigUInt64BE(BigInt(value), at + 1);
    }
  }

  /** A string. */
  text(bytes: Uint8Array, start: number, length: number): void {
    this.size(length);
    this.raw(bytes, start, length);
  }

  raw(bytes: Uint8Array, start: number, length: number): void {
    const at = this.room(length);
    (bytes as Buffer).copy(this.buffer, at, start, start + length);
    this.length += length;
  }

  /** Room for so many bytes, which the caller writes, the last ones of `length`. @returns the memory */
  reserve(bytes: number): Buffer {
    this.length = this.room(bytes) + bytes;
    return this.buffer;
  }

  double(value: number): void {
    const at = this.room(8);
    this.length = this.buffer.writeDoubleLE(value, at);
  }

  /** Milliseconds, 64 bits, lowest byte first. */
  time(ms: number): void {
    const at = this.room(8);
    this.length = this.buffer.writeBigInt64LE(BigInt(ms), at);
  }

  /** Ends the value with the version that can hold it and the checksum. */
  finish(version: number): void {
    const at = this.room(FOOTER_BYTES);
    this.buffer.writeUInt16LE(version, at);
    this.#crc.compute(this.buffer, 0, at + 2);
    this.#crc.write(this.buffer, at + 2);
    this.length = at + FOOTER_BYTES;
  }
}
