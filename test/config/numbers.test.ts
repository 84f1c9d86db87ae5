import { describe, expect, it } from 'vitest';
import {
  parseInteger,
  parseMemory,
  parseMemoryLimit,
  parseMemoryOrPercent,
  parseOctal,
  printMemory,
  readInt64,
  readMemory,
} from '../../src/config/numbers.ts';
import type { Parsed } from '../../src/config/parsed.ts';

function shown(parsed: Parsed): string {
  return parsed.ok ? parsed.text : `! ${parsed.error}`;
}

const int63 = 9223372036854775807n;
const notInteger = "! argument couldn't be parsed into an integer";

describe('integers', () => {
  it('are strict about their form', () => {
    expect(readInt64('9223372036854775807')).toBe(int63);
    expect(readInt64('-9223372036854775808')).toBe(-int63 - 1n);
    for (const text of ['', ' 1', '1 ', '+1', '01', '-0', '1.0', '1e3', '0x10', '9223372036854775808', 'yes']) {
      expect([text, readInt64(text)]).toEqual([text, null]);
    }
  });

  it('are bounded, and clamped where Redis clamps', () => {
    expect(shown(parseInteger('5', 0n, 10n))).toBe('5');
    expect(shown(parseInteger('11', 0n, 10n))).toBe('! argument must be between 0 and 10 inclusive');
    expect(shown(parseInteger('x', 0n, 10n))).toBe(notInteger);
    expect(shown(parseInteger('0', 0n, 1000n, [1n, 500n]))).toBe('1');
    expect(shown(parseInteger('501', 0n, 1000n, [1n, 500n]))).toBe('500');
  });

  it('may be octal', () => {
    expect(shown(parseOctal('0700', 0o777n))).toBe('700');
    expect(shown(parseOctal('7777', 0o777n))).toBe('! argument must be between 0 and 777 inclusive');
    expect(shown(parseOctal('9', 0o777n))).toBe("! argument couldn't be parsed as an octal number");
  });
});

describe('memory', () => {
  it.each([
    ['', 0n],
    ['007', 7n],
    ['1b', 1n],
    ['1k', 1000n],
    ['1KB', 1024n],
    ['2m', 2_000_000n],
    ['2Mb', 2n * 1024n ** 2n],
    ['3g', 3_000_000_000n],
    ['3gb', 3n * 1024n ** 3n],
    ['18446744073709551616', 18446744073709551615n],
    ['20000000000gb', 3028092406290448384n],
  ])('%j is %s', (text, bytes) => expect(readMemory(text)).toBe(bytes));

  it.each(['-1', '+1', '1.5gb', '1tb', '1 gb', 'gb1', '0x10', '1_0', ' 1', '10%'])('%j is none', (text) =>
    expect(readMemory(text)).toBeNull(),
  );

  it('is bounded', () => {
    expect(shown(parseMemory('1mb', 1n, int63))).toBe('1048576');
    expect(shown(parseMemory('abc', 1n, int63))).toBe('! argument must be a memory value');
    expect(shown(parseMemory('0', 1n, int63))).toBe(`! argument must be between 1 and ${int63} inclusive`);
    expect(shown(parseMemory('5', 1n, int63, 16384n))).toBe('16384');
  });

  it('may be a percentage', () => {
    expect(shown(parseMemoryOrPercent('5%'))).toBe('5%');
    expect(shown(parseMemoryOrPercent('0%'))).toBe('0');
    expect(shown(parseMemoryOrPercent('1mb'))).toBe('1048576');
    expect(shown(parseMemoryOrPercent('101%'))).toBe('! percentage argument must be less or equal to 100');
    for (const text of ['%', '-1%', '5.5%', '1%%', '-5', 'x']) {
      expect(shown(parseMemoryOrPercent(text))).toBe('! argument must be a memory or percent value');
    }
  });

  it('may follow the machine', () => {
    expect(shown(parseMemoryLimit('AUTO'))).toBe('auto');
    expect(shown(parseMemoryLimit('50%'))).toBe('50%');
    expect(shown(parseMemoryLimit('12.5%'))).toBe('12.5%');
    expect(shown(parseMemoryLimit('1gb'))).toBe('1073741824');
    expect(shown(parseMemoryLimit('101%'))).toBe('! percentage argument must be less or equal to 100');
    for (const text of ['0%', '-1', '1.5gb', 'half']) {
      expect(shown(parseMemoryLimit(text))).toBe('! argument must be a memory value');
    }
  });

  it('is written with the largest unit that divides it', () => {
    expect(printMemory('1073741824')).toBe('1gb');
    expect(printMemory('268435456')).toBe('256mb');
    expect(printMemory('3000000000')).toBe('3000000000');
    expect(printMemory('0')).toBe('0');
    expect(printMemory('auto')).toBe('auto');
  });
});
