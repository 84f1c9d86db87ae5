import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ByteSource, xxh3 } from '../../../src/store/strings/xxhash.ts';
import vectors from '../../conformance/vectors/newer.json' with { type: 'json' };

function sourceOf(bytes: Buffer): ByteSource {
  return { length: bytes.length, read: (from, length, target, at) => bytes.copy(target, at, from, from + length) };
}

function digest(bytes: Buffer): string {
  return xxh3(sourceOf(bytes)).toString(16).padStart(16, '0');
}

/** Lengths around every change of method, with the digests of a pattern of that length. */
const byLength = vectors.cases
  .find(({ name }) => name === 'DIGEST by length')!
  .steps.flatMap(([request], i, steps) => {
    const length = /\{pattern:(\d+)\}/.exec(String(request))?.[1];
    return length === undefined ? [] : [[Number(length), String(steps[i + 1]![1]).split('\r\n')[1]!] as const];
  });

describe('XXH3', () => {
  it('has vectors', () => expect(byLength.length).toBeGreaterThan(30));

  it.each(byLength)('of %i bytes', (length, expected) => {
    expect(digest(Buffer.from(Array.from({ length }, (_, i) => (7 * i + 3) & 0xff)))).toBe(expected);
  });

  it.each([
    ['', '2d06800538d394c2'],
    ['Hello world', 'b6acb9d84a38ff74'],
    ['12345', 'f34099ede96b5581'],
  ])('of %j', (text, expected) => expect(digest(Buffer.from(text))).toBe(expected));

  it('depends on every byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 3000 }), fc.nat(), (array, place) => {
        const changed = Buffer.from(array);
        changed[place % changed.length]! ^= 1;
        expect(digest(changed)).not.toBe(digest(Buffer.from(array)));
      }),
      { numRuns: 300 },
    );
  });
});
