import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/memory/byte-words.ts';
import { findEntry, findMember, LONG, NO_ENTRY } from '../../src/values/run-search.ts';

const HEADER_BYTES = 8;

/** A run that ends where its memory ends: whoever reads behind it throws. */
function runOf(entries: readonly string[], extra: number): { bytes: Buffer; data: DataView; places: number[] } {
  const parts = entries.map((text) => {
    const length = text.length < LONG ? [text.length] : [LONG, text.length & 0xff, text.length >>> 8];
    return Buffer.concat([Buffer.from(length), Buffer.from(text, 'latin1'), Buffer.alloc(extra, 8)]);
  });
  const whole = Buffer.concat([Buffer.alloc(HEADER_BYTES, 3), ...parts]);
  const memory = new SharedArrayBuffer(whole.length);
  const bytes = Buffer.from(memory);
  whole.copy(bytes);
  let at = HEADER_BYTES;
  const places = parts.map((part) => {
    at += part.length;
    return at - part.length;
  });
  return { bytes, data: new DataView(memory), places };
}

const counted = fc.integer({ min: 0, max: 12 }).map((n) => `member:${100 + n}`);
const text = fc.oneof(
  { weight: 4, arbitrary: counted },
  fc.string({ maxLength: 6, unit: fc.constantFrom('\0', '\x01', '\x02', '\x03', 'a') }),
  fc.integer({ min: 251, max: 257 }).map((length) => 'x'.repeat(length)),
);
const texts = fc.uniqueArray(text, { maxLength: 20 });

/** @param key the bytes that the search looks at: of a request, which are compared by words, or of none */
function expectPlace(find: () => number, key: Buffer, place: number = NO_ENTRY): void {
  expect(find()).toBe(place);
  wordsOf(key);
  expect(find()).toBe(place);
}

describe('searches in packed runs', () => {
  it('find the entry with the same bytes, however long its neighbours are', () => {
    fc.assert(
      fc.property(texts, text, (entries, other) => {
        const { bytes, data, places } = runOf(entries, 0);
        for (const wanted of [...entries, other]) {
          if (wanted.length >= LONG) continue;
          const key = Buffer.from(`..${wanted}..`, 'latin1');
          const find = () => findEntry(bytes, data, HEADER_BYTES, bytes.length, key, 2, wanted.length);
          expectPlace(find, key, places[entries.indexOf(wanted)]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('find the member with the same bytes, whatever follows each', () => {
    fc.assert(
      fc.property(texts, text, fc.integer({ min: 0, max: 9 }), (entries, other, extra) => {
        const { bytes, data, places } = runOf(entries, extra);
        for (const wanted of [...entries, other]) {
          if (wanted.length >= LONG) continue;
          const key = Buffer.from(`..${wanted}..`, 'latin1');
          const find = () => findMember(bytes, data, HEADER_BYTES, bytes.length, extra, key, 2, wanted.length);
          expectPlace(find, key, places[entries.indexOf(wanted)]);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
