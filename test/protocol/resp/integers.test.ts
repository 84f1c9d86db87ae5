import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BIG_INTEGER,
  bigIntegerValue,
  digitCount,
  integerValue,
  NOT_INTEGER,
  parseBigInteger,
  parseInteger,
  SAFE_INTEGER,
  writeBigInteger,
  writeInteger,
  writeNine,
} from '../../../protocol/resp/integers.ts';

function parse(text: string): number | bigint | undefined {
  const bytes = Buffer.from(`7${text}7`, 'latin1');
  const status = parseInteger(bytes, 1, bytes.length - 1);
  if (status === NOT_INTEGER) return undefined;
  return status === SAFE_INTEGER ? integerValue[0] : bigIntegerValue[0];
}

function written(n: number | bigint): string {
  const buf = Buffer.alloc(30);
  const end = typeof n === 'bigint' ? writeBigInteger(buf, 2, n) : writeInteger(buf, 2, n);
  return buf.toString('latin1', 2, end);
}

const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);

describe('parseInteger', () => {
  it.each([
    ...['', '-', '-0', '+1', '01', '00', '-01', ' 1', '1 ', '1.0', '0x1', '1e3', 'a', '--1', '1-', '/', ':'],
    ...[
      '9223372036854775808',
      '-9223372036854775809',
      '9999999999999999999',
      '10000000000000000000',
      '123456789012345x',
    ],
    ...['99999999999999999999', '1234567890123456x8', '-x'],
  ])('refuses %j', (text) => {
    expect(parse(text)).toBeUndefined();
  });

  it.each([
    0n,
    1n,
    -1n,
    10n,
    999_999_999_999_999n,
    10n ** 15n,
    2n ** 53n - 1n,
    -(2n ** 53n) + 1n,
    2n ** 53n,
    -(2n ** 53n),
    MAX,
    MIN,
  ])('reads %s', (n) => {
    const safe = n > -(2n ** 53n) && n < 2n ** 53n;
    expect(parse(String(n))).toBe(safe ? Number(n) : n);
    const bytes = Buffer.from(String(n));
    expect(parseInteger(bytes, 0, bytes.length)).toBe(safe ? SAFE_INTEGER : BIG_INTEGER);
    expect(parseBigInteger(bytes, 0, bytes.length)).toBe(n);
  });

  it('takes what BigInt prints, and nothing that BigInt would print otherwise', () => {
    fc.assert(
      fc.property(fc.oneof(fc.bigInt(MIN * 2n, MAX * 2n), fc.bigInt(-1000n, 1000n)), (n) => {
        const expected = n < MIN || n > MAX ? undefined : n;
        const bytes = Buffer.from(String(n));
        expect(parseBigInteger(bytes, 0, bytes.length)).toBe(expected);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-+ .'), maxLength: 22 }), (text) => {
        const value = parse(text);
        if (value !== undefined) expect(String(BigInt(value))).toBe(text);
        else if (/^(0|-?[1-9]\d{0,17})$/.test(text)) throw new Error(`refused ${text}`);
      }),
    );
  });
});

describe('writing', () => {
  it('prints numbers and bigints as JavaScript does', () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.integer({ min: -200, max: 200 })), (n) => {
        expect(written(n)).toBe(String(n === 0 ? 0 : n));
        expect(digitCount(Math.abs(n))).toBe(String(Math.abs(n)).length);
      }),
    );
    fc.assert(
      fc.property(fc.bigInt(MIN, MAX), (n) => {
        expect(written(n)).toBe(String(n));
      }),
    );
  });

  it('prints powers of ten and their neighbours', () => {
    for (let power = 1n; power < MAX; power *= 10n) {
      for (const n of [power - 1n, power, power + 1n, -power]) {
        expect(written(n)).toBe(String(n));
        if (n < 2n ** 53n && n > -(2n ** 53n)) expect(written(Number(n))).toBe(String(n));
      }
    }
  });
});

describe('writeNine', () => {
  it('writes nine digits, zeros in front', () => {
    const buf = Buffer.alloc(12, '#');
    const memory = new DataView(buf.buffer, buf.byteOffset, buf.length);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (n) => {
        writeNine(memory, 2, n);
        expect(buf.toString('latin1')).toBe(`##${String(n).padStart(9, '0')}#`);
      }),
    );
  });
});
