import { expect, it } from 'vitest';
import { Crc64 } from '../../../src/store/rdb/crc64.ts';

function crcOf(text: string): string {
  const crc = new Crc64();
  const out = Buffer.alloc(8);
  crc.compute(Buffer.from(text), 0, text.length);
  crc.write(out, 0);
  return out.reverse().toString('hex');
}

it('is the CRC-64 of Jones', () => {
  expect(crcOf('123456789')).toBe('e9c6d914c4b8d9ca');
  expect(crcOf('')).toBe('0000000000000000');
});

it('is the same for pieces that are longer than it looks up at a time', () => {
  const text = 'The quick brown fox jumps over the lazy dog';
  const bytes = Buffer.from(`..${text}..`);
  const crc = new Crc64();
  const out = Buffer.alloc(8);
  crc.compute(bytes, 2, 2 + text.length);
  crc.write(out, 0);
  expect(Buffer.from(out).reverse().toString('hex')).toBe(crcOf(text));
  expect(crc.equals(out, 0)).toBe(true);
  out[3]! ^= 1;
  expect(crc.equals(out, 0)).toBe(false);
});
