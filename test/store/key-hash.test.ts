import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyHasher, shardOf, slotOf } from '../../src/store/key-hash.ts';

/** CRC16/XMODEM bit by bit. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      const top = (crc >>> 15) ^ ((byte >>> bit) & 1);
      crc = ((crc << 1) & 0xffff) ^ (top === 1 ? 0x1021 : 0);
    }
  }
  return crc;
}

/** HalfSipHash-c-d as its authors describe it, over bigints. */
function halfSipHash(compress: number, finish: number, key: Uint8Array, input: Uint8Array): number {
  const mask = 0xffffffffn;
  const rotate = (x: bigint, by: bigint): bigint => ((x << by) | (x >> (32n - by))) & mask;
  const word = (bytes: Uint8Array, at: number): bigint => BigInt(Buffer.from(bytes).readUInt32LE(at));
  const k0 = word(key, 0);
  const k1 = word(key, 4);
  let [v0, v1, v2, v3] = [k0, k1, 0x6c796765n ^ k0, 0x74656462n ^ k1];
  const round = (): void => {
    v0 = (v0 + v1) & mask;
    v1 = rotate(v1, 5n) ^ v0;
    v0 = rotate(v0, 16n);
    v2 = (v2 + v3) & mask;
    v3 = rotate(v3, 8n) ^ v2;
    v0 = (v0 + v3) & mask;
    v3 = rotate(v3, 7n) ^ v0;
    v2 = (v2 + v1) & mask;
    v1 = rotate(v1, 13n) ^ v2;
    v2 = rotate(v2, 16n);
  };
  const padded = Buffer.alloc(Math.floor(input.length / 4) * 4 + 4);
  padded.set(input);
  padded[padded.length - 1] = input.length & 0xff;
  for (let at = 0; at < padded.length; at += 4) {
    v3 ^= word(padded, at);
    for (let i = 0; i < compress; i++) round();
    v0 ^= word(padded, at);
  }
  v2 ^= 0xffn;
  for (let i = 0; i < finish; i++) round();
  return Number(BigInt.asIntN(32, v1 ^ v3));
}

const slot = (text: string): number => slotOf(Buffer.from(`..${text}.`), 2, Buffer.byteLength(text));

describe('slotOf', () => {
  it('gives the slots that the cluster specification and its clients give', () => {
    expect(slot('123456789')).toBe(0x31c3);
    expect(slot('foo')).toBe(12_182);
    expect(slot('bar')).toBe(5_061);
    expect(slot('hello')).toBe(866);
    expect(slot('')).toBe(0);
  });

  it('hashes only what stands between the first braces', () => {
    expect(slot('{user1000}.following')).toBe(slot('user1000'));
    expect(slot('{user1000}.followers')).toBe(slot('user1000'));
    expect(slot('foo{{bar}}zap')).toBe(slot('{bar'));
    expect(slot('foo{bar}{zap}')).toBe(slot('bar'));
    for (const whole of ['foo{}{bar}', 'foo{bar', 'foo}bar{', '{}', '{']) {
      expect(slot(whole)).toBe(crc16(Buffer.from(whole)) & 0x3fff);
    }
  });

  it('is CRC16 at every length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const plain = bytes.map((byte) => (byte === 0x7b ? 0 : byte));
        expect(slotOf(plain, 0, plain.length)).toBe(crc16(plain) & 0x3fff);
        expect(shardOf(plain, 0, plain.length)).toBe((crc16(plain) & 0x3fff) >>> 8);
      }),
    );
  });
});

describe('KeyHasher', () => {
  it('compares with an implementation that gives the published vectors of HalfSipHash-2-4', () => {
    const key = Uint8Array.from({ length: 8 }, (_, i) => i);
    const vectors = ['a9359f5b', '27475ab8', 'fa62a603', '8afee704'];
    for (const [length, expected] of vectors.entries()) {
      const hash = Buffer.alloc(4);
      hash.writeInt32LE(
        halfSipHash(
          2,
          4,
          key,
          Uint8Array.from({ length }, (_, i) => i),
        ),
      );
      expect(hash.toString('hex')).toBe(expected);
    }
  });

  it('is HalfSipHash-1-3', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.uint8Array({ maxLength: 300 }), (seed0, seed1, bytes) => {
        const key = Buffer.alloc(8);
        key.writeInt32LE(seed0, 0);
        key.writeInt32LE(seed1, 4);
        const shifted = Buffer.concat([Buffer.from('ab'), bytes, Buffer.from('c')]);
        expect(new KeyHasher(seed0, seed1).hash(shifted, 2, bytes.length)).toBe(halfSipHash(1, 3, key, bytes));
      }),
    );
  });

  it('finds shard and hash of a key in one pass', () => {
    const letter = fc.constantFrom('{', '}', 'a', 'ÿ');
    const key = fc.oneof(
      fc.array(letter, { maxLength: 24 }).map((letters) => Buffer.from(letters.join(''), 'latin1')),
      fc.uint8Array({ maxLength: 300 }),
    );
    fc.assert(
      fc.property(fc.integer(), fc.integer(), key, (seed0, seed1, bytes) => {
        const shifted = Buffer.concat([Buffer.from('{'), bytes, Buffer.from('}')]);
        const hasher = new KeyHasher(seed0, seed1);
        expect(hasher.locate(shifted, 1, bytes.length)).toBe(hasher.hash(shifted, 1, bytes.length));
        expect(hasher.shard).toBe(shardOf(shifted, 1, bytes.length));
      }),
      { numRuns: 2000 },
    );
  });
});
