// HOT: no closures, no allocation, integers only.
/**
 * From the bytes of a key to its shard and its hash.
 *
 * The shard comes from the cluster slot (CRC16/XMODEM of the hash tag, mod 16384), so that `{tag}` keys share a shard.
 * Inside the shard a keyed hash, HalfSipHash-1-3, places the key: without the seed nobody can aim at one bucket.
 * Sources: Redis Cluster specification; J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF" (2012).
 */
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPENS = 0x7b7b7b7b;

/** Four tables: byte i of a group of four is looked up in table 3 - i, so that the look-ups do not wait for each other. */
const CRC = makeTables();

function makeTables(): Uint16Array {
  const tables = new Uint16Array(4 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) !== 0 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
    tables[byte] = crc;
  }
  for (let table = 1; table < 4; table++) {
    for (let byte = 0; byte < 256; byte++) {
      const before = tables[(table - 1) * 256 + byte]!;
      tables[table * 256 + byte] = ((before << 8) & 0xffff) ^ tables[before >>> 8]!;
    }
  }
  return tables;
}

function crc16(buf: Uint8Array, start: number, end: number): number {
  let crc = 0;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    crc =
      CRC[768 + ((crc >>> 8) ^ buf[at]!)]! ^
      CRC[512 + ((crc & 0xff) ^ buf[at + 1]!)]! ^
      CRC[256 + buf[at + 2]!]! ^
      CRC[buf[at + 3]!]!;
  }
  for (; at < end; at++) crc = ((crc << 8) & 0xffff) ^ CRC[(crc >>> 8) ^ buf[at]!]!;
  return crc;
}

/** Cluster slot of a key, 0 … 16383: of its hash tag if it has one that is not empty. */
export function slotOf(buf: Uint8Array, start: number, length: number): number {
  const end = start + length;
  for (let at = start; at < end; at++) {
    if (buf[at] !== OPEN) continue;
    let close = at + 1;
    while (close < end && buf[close] !== CLOSE) close++;
    if (close < end && close > at + 1) return crc16(buf, at + 1, close) & 0x3fff;
    break;
  }
  return crc16(buf, start, end) & 0x3fff;
}

/** Shard of a key, 0 … 63: the top bits of its slot. */
export function shardOf(buf: Uint8Array, start: number, length: number): number {
  return slotOf(buf, start, length) >>> 8;
}

/** HalfSipHash-1-3 with a 64-bit seed; the result is a signed 32-bit integer. */
export class KeyHasher {
  /** Of the key that `locate` was asked for last. */
  shard = 0;
  readonly #k0: number;
  readonly #k1: number;

  constructor(seed0: number, seed1: number) {
    this.#k0 = seed0 | 0;
    this.#k1 = seed1 | 0;
  }

  hash(buf: Uint8Array, start: number, length: number): number {
    let v0 = this.#k0;
    let v1 = this.#k1;
    let v2 = 0x6c796765 ^ v0;
    let v3 = 0x74656462 ^ v1;
    const end = start + length;
    let at = start;
    for (; at + 4 <= end; at += 4) {
      const word = buf[at]! | (buf[at + 1]! << 8) | (buf[at + 2]! << 16) | (buf[at + 3]! << 24);
      v3 ^= word;
      v0 = (v0 + v1) | 0;
      v1 = (v1 << 5) | (v1 >>> 27);
      v1 ^= v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = (v3 << 8) | (v3 >>> 24);
      v3 ^= v2;
      v0 = (v0 + v3) | 0;
      v3 = (v3 << 7) | (v3 >>> 25);
      v3 ^= v0;
      v2 = (v2 + v1) | 0;
      v1 = (v1 << 13) | (v1 >>> 19);
      v1 ^= v2;
      v2 = (v2 << 16) | (v2 >>> 16);
      v0 ^= word;
    }
    return finish(v0, v1, v2, v3, lastWord(buf, at, end, length));
  }

  /**
   * Shard and hash of a key in one pass: neither waits for the other.
   * @returns the hash; the shard is `shard`
   */
  locate(buf: Uint8Array, start: number, length: number): number {
    let v0 = this.#k0;
    let v1 = this.#k1;
    let v2 = 0x6c796765 ^ v0;
    let v3 = 0x74656462 ^ v1;
    const end = start + length;
    let at = start;
    let crc = 0;
    let braces = 0;
    for (; at + 4 <= end; at += 4) {
      const a = buf[at]!;
      const b = buf[at + 1]!;
      const c = buf[at + 2]!;
      const d = buf[at + 3]!;
      crc = CRC[768 + ((crc >>> 8) ^ a)]! ^ CRC[512 + ((crc & 0xff) ^ b)]! ^ CRC[256 + c]! ^ CRC[d]!;
      const word = a | (b << 8) | (c << 16) | (d << 24);
      const others = word ^ OPENS;
      braces |= (others - 0x01010101) & ~others;
      v3 ^= word;
      v0 = (v0 + v1) | 0;
      v1 = (v1 << 5) | (v1 >>> 27);
      v1 ^= v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = (v3 << 8) | (v3 >>> 24);
      v3 ^= v2;
      v0 = (v0 + v3) | 0;
      v3 = (v3 << 7) | (v3 >>> 25);
      v3 ^= v0;
      v2 = (v2 + v1) | 0;
      v1 = (v1 << 13) | (v1 >>> 19);
      v1 ^= v2;
      v2 = (v2 << 16) | (v2 >>> 16);
      v0 ^= word;
    }
    const word = lastWord(buf, at, end, length);
    // Of the bytes that are left only the first can open a tag: two more follow, if there are three.
    const mayHaveTag = (braces & 0x80808080) !== 0 || (end - at === 3 && (word & 0xff) === OPEN);
    for (; at < end; at++) crc = ((crc << 8) & 0xffff) ^ CRC[(crc >>> 8) ^ buf[at]!]!;
    this.shard = (mayHaveTag ? slotOf(buf, start, length) : crc & 0x3fff) >>> 8;
    return finish(v0, v1, v2, v3, word);
  }
}

/** The remaining 0 … 3 bytes and the length. */
function lastWord(buf: Uint8Array, at: number, end: number, length: number): number {
  let word = length << 24;
  if (at < end) word |= buf[at]!;
  if (at + 1 < end) word |= buf[at + 1]! << 8;
  if (at + 2 < end) word |= buf[at + 2]! << 16;
  return word;
}

/** The round of the last word, and the three that end it. */
function finish(a: number, b: number, c: number, d: number, word: number): number {
  let v0 = a;
  let v1 = b;
  let v2 = c;
  let v3 = d ^ word;
  for (let round = 0; round < 4; round++) {
    v0 = (v0 + v1) | 0;
    v1 = (v1 << 5) | (v1 >>> 27);
    v1 ^= v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = (v3 << 8) | (v3 >>> 24);
    v3 ^= v2;
    v0 = (v0 + v3) | 0;
    v3 = (v3 << 7) | (v3 >>> 25);
    v3 ^= v0;
    v2 = (v2 + v1) | 0;
    v1 = (v1 << 13) | (v1 >>> 19);
    v1 ^= v2;
    v2 = (v2 << 16) | (v2 >>> 16);
    if (round === 0) {
      v0 ^= word;
      v2 ^= 0xff;
    }
  }
  return v1 ^ v3;
}
