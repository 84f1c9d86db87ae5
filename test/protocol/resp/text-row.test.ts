/** Each text in its entry: how many bytes that takes, that it is found from both ends, and that no other text is like it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codesOf,
  expandText,
  isRowEntry,
  LAST_CODE,
  MOST_NUMERIC,
  MOST_PLAIN,
  rowEntryBytes,
  writeRowEntry,
} from '../../../protocol/resp/text-row.ts';

const AROUND = 16;

interface Entry {
  readonly bytes: Buffer;
  readonly size: number;
}

/** The entry of a text behind `AROUND` bytes that are not its own, with as many behind it. */
function entryOf(text: Buffer): Entry {
  const codes = codesOf(text, 0, text.length);
  const size = rowEntryBytes(codes & 0xff);
  const bytes = Buffer.alloc(AROUND + size + AROUND, 0xa5);
  writeRowEntry(bytes, AROUND, codes, text, 0, text.length);
  return { bytes, size };
}

function textOf({ bytes }: Entry): Buffer {
  const memory = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const code = bytes[AROUND]!;
  if (code <= MOST_PLAIN) return bytes.subarray(AROUND + 1, AROUND + 1 + code);
  const out = Buffer.alloc(MOST_NUMERIC + 2 * AROUND, 0x5a);
  const view = new DataView(out.buffer, out.byteOffset, out.length);
  const length = expandText(view, AROUND, memory, AROUND);
  expect(out.subarray(0, AROUND).equals(Buffer.alloc(AROUND, 0x5a))).toBe(true);
  expect(out.subarray(AROUND + length + 8).every((byte) => byte === 0x5a)).toBe(true);
  return out.subarray(AROUND, AROUND + length);
}

function check(text: Buffer): void {
  const entry = entryOf(text);
  const { bytes, size } = entry;
  expect(textOf(entry).toString('latin1')).toBe(text.toString('latin1'));
  expect(rowEntryBytes(bytes[AROUND + size - 1]!)).toBe(size);
  expect(bytes[AROUND]).toBeLessThanOrEqual(LAST_CODE);
  expect(bytes.subarray(0, AROUND).equals(Buffer.alloc(AROUND, 0xa5))).toBe(true);
  expect(bytes.subarray(AROUND + size).equals(Buffer.alloc(AROUND, 0xa5))).toBe(true);
  expect(isRowEntry(bytes, AROUND, codesOf(text, 0, text.length), text, 0, text.length)).toBe(true);
}

const anyText = fc.uint8Array({ maxLength: MOST_PLAIN }).map((bytes) => Buffer.from(bytes));
const numericText = fc
  .array(fc.integer({ min: 43, max: 58 }), { maxLength: 40 })
  .map((characters) => Buffer.from(characters));
const numberText = fc.oneof(
  fc.nat(5000).map(String),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }).map(String),
  fc.double({ noNaN: true }).map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  fc.ipV4(),
  fc.nat(99).map((n) => `0${n}`),
);
const text = fc.oneof(
  anyText,
  numericText,
  numberText.map((number) => Buffer.from(number)),
);

describe('a row of texts', () => {
  it('keeps any text, within its entry and readable from both ends', () => {
    fc.assert(fc.property(text, check), { numRuns: 5000 });
  });

  it('keeps every small number in two bytes, and only in its own spelling', () => {
    for (let n = 0; n < 4096; n++) {
      check(Buffer.from(`${n}`));
      expect(entryOf(Buffer.from(`${n}`)).size).toBe(2);
    }
    for (const other of ['4096', '00', '01', '007', '0001', '-1', '+1', '-0', '1.', '1:']) {
      check(Buffer.from(other));
      expect(entryOf(Buffer.from(other)).size).toBe(2 + Math.ceil(other.length / 2));
    }
  });

  it('keeps numbers, dates and addresses in half of their bytes', () => {
    for (const [kept, size] of [
      ['1700000000000', 9],
      ['-9223372036854775808', 12],
      ['-0.12345678901234567', 12],
      ['2026-11-23', 7],
      ['192.168.100.200:65535', 13],
      ['3,1,4,1,5', 7],
      ['1e-7', 6],
      ['1234567890'.repeat(4), 42],
    ] as const) {
      expect(entryOf(Buffer.from(kept)).size).toBe(size);
    }
  });

  it('takes no text for another one', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const { bytes } = entryOf(one);
        expect(isRowEntry(bytes, AROUND, codesOf(other, 0, other.length), other, 0, other.length)).toBe(
          one.equals(other),
        );
      }),
      { numRuns: 5000 },
    );
    // Those that differ in one character only.
    fc.assert(
      fc.property(text, fc.nat(200), fc.integer({ min: 1, max: 255 }), (one, place, difference) => {
        fc.pre(one.length > 0);
        const other = Buffer.from(one);
        other[place % one.length]! ^= difference;
        const { bytes } = entryOf(one);
        expect(isRowEntry(bytes, AROUND, codesOf(other, 0, other.length), other, 0, other.length)).toBe(false);
      }),
      { numRuns: 5000 },
    );
  });
});
