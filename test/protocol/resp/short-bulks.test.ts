import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDouble } from '../../../protocol/resp/doubles.ts';
import { writeShort } from '../../../protocol/resp/integers.ts';
import { CHUNK_BYTES, ReplyWriter } from '../../../protocol/resp/reply-writer.ts';
import { WHOLE_BYTES, writeWhole } from '../../../protocol/resp/short-bulks.ts';
import { codesOf, rowEntryBytes, writeRowEntry } from '../../../protocol/resp/text-row.ts';

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
const memory = Buffer.alloc(64, 0xff);
const view = new DataView(memory.buffer, memory.byteOffset, 64);

/** What `writeWhole` makes of a number; null when it says that it is none of its own. */
function whole(value: number): string | null {
  double[0] = value;
  const end = writeWhole(view, 3, double, words, 0);
  expect(end - 3).toBeLessThanOrEqual(WHOLE_BYTES - 3);
  return end < 0 ? null : memory.toString('latin1', 3, end);
}

const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;

test('whole numbers are written as their digits', () => {
  const edges = [0, 1, 9, 20, 30, 31, 32, 33, 51, 52].flatMap((bit) => [2 ** bit - 1, 2 ** bit, 2 ** bit + 1]);
  const near = [1, 2, 10, 99, 100, 999_999, 9_007_198].flatMap((n) => [n * 1e9 - 1, n * 1e9, n * 1e9 + 1]);
  const tens = Array.from({ length: 15 }, (_, i) => 10 ** (i + 1)).flatMap((n) => [n - 1, n, n + 1]);
  for (const value of [0, ...edges, ...near, ...tens, Number.MAX_SAFE_INTEGER]) {
    expect(whole(value)).toBe(bulk(String(value)));
  }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (value) => {
      expect(whole(value)).toBe(bulk(String(value)));
    }),
    { numRuns: 5000 },
  );
});

test('all other doubles are left to others', () => {
  for (const value of [-0, -1, 0.5, 1.5, 2 ** 31 + 0.5, 2 ** 51 + 0.5, 2 ** 53, 1e300, 5e-324]) {
    expect(whole(value)).toBeNull();
  }
  for (const value of [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]) expect(whole(value)).toBeNull();
});

test('integers below 10^9 are written in groups of four digits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), fc.nat(999_999_999), (shift, n) => {
      const value = n >>> shift;
      expect(memory.toString('latin1', 5, writeShort(view, 5, value))).toBe(String(value));
    }),
    { numRuns: 3000 },
  );
});

test('a double given as words is the reply that the double is', () => {
  const any = fc.oneof(
    fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
    fc.integer({ min: 0, max: 2000 }),
    fc.double({ noNaN: true }),
  );
  fc.assert(
    fc.property(any, fc.constantFrom(2, 3), (value, resp) => {
      const writer = new ReplyWriter();
      writer.begin(resp as 2 | 3);
      double[0] = value;
      writer.doubleOfWords(words[0]!, words[1]!);
      const byWords = writer.segmentBuffer(0).toString('latin1');
      writer.reset();
      writer.double(value);
      expect(byWords).toBe(writer.segmentBuffer(0).toString('latin1'));
    }),
    { numRuns: 3000 },
  );
});

test('many texts are written with their numbers, over the ends of chunks too', () => {
  const source = Buffer.from(Array.from({ length: 400 }, (_, i) => 97 + (i % 26)));
  const slab = new DataView(new SharedArrayBuffer(415));
  source.copy(Buffer.from(slab.buffer));
  const count = 64;
  const numbers = new Float64Array(count);
  const texts = {
    slabs: new Int32Array(count).fill(1),
    starts: new Int32Array(count),
    lengths: new Int32Array(count),
    numbers,
    numberWords: new Int32Array(numbers.buffer),
  };
  const values = [0, -0, 7, 123_456_789, 1_000_000_000_042, -3, 0.1, Number.POSITIVE_INFINITY, 2 ** 53];
  let each = '';
  let plain = '';
  for (let i = 0; i < count; i++) {
    texts.starts[i] = i * 3;
    texts.lengths[i] = (i * 7) % 170;
    numbers[i] = values[i % values.length]!;
    const text = bulk(source.toString('latin1', i * 3, i * 3 + texts.lengths[i]!));
    plain += text;
    each += text + bulk(formatDouble(numbers[i]!));
  }
  for (const withNumbers of [true, false]) {
    const writer = new ReplyWriter();
    const once = withNumbers ? each : plain;
    const times = Math.ceil((CHUNK_BYTES * 2.5) / once.length);
    for (let i = 0; i < times; i++) writer.bulks([new DataView(new ArrayBuffer(0)), slab], texts, count, withNumbers);
    const pieces = Array.from({ length: writer.segmentCount() }, (_, i) => writer.segmentBuffer(i).toString('latin1'));
    expect(pieces.join('') === once.repeat(times)).toBe(true);
  }
});

test('texts of a row are written up to one of another kind, over the ends of chunks too', () => {
  const texts = Array.from({ length: 250 }, (_, i) => {
    if (i % 3 === 0) return Buffer.from(`${(i * 37) % 5000}`);
    return Buffer.alloc((i * 37) % 156, i % 3 === 1 ? 33 + (i % 90) : 43 + (i % 16));
  });
  const row = Buffer.alloc(texts.reduce((sum, text) => sum + text.length + 2, 3 + 15));
  let end = 3;
  const ends = texts.map((text, i) => {
    const codes = i === 200 ? 252 | (252 << 8) : codesOf(text, 0, text.length);
    writeRowEntry(row, end, codes, text, 0, text.length);
    end += i === 200 ? 2 : rowEntryBytes(codes & 0xff);
    return end;
  });
  const shared = Buffer.from(new SharedArrayBuffer(end + 15));
  row.copy(shared, 0, 0, end);
  const data = new DataView(shared.buffer);
  const bulks = texts.map((text) => bulk(text.toString('latin1')));
  const writer = new ReplyWriter();
  const times = Math.ceil((CHUNK_BYTES * 2.5) / row.length);
  for (let i = 0; i < times; i++) {
    const cursor = { data, at: 3, end };
    expect(writer.bulksOfRow(cursor, 7)).toBe(7);
    expect(writer.bulksOfRow(cursor, 1000)).toBe(193);
    expect(writer.bulksOfRow(cursor, 1000)).toBe(0);
    cursor.at = ends[200]!;
    expect(writer.bulksOfRow(cursor, 1000)).toBe(49);
    expect([cursor.at, writer.bulksOfRow(cursor, 1000)]).toEqual([cursor.end, 0]);
  }
  const pieces = Array.from({ length: writer.segmentCount() }, (_, i) => writer.segmentBuffer(i).toString('latin1'));
  expect(pieces.join('') === bulks.toSpliced(200, 1).join('').repeat(times)).toBe(true);
});
