import { describe, expect, it } from 'vitest';
import {
  grouped,
  showBytesSize,
  showCount,
  showCountTick,
  showMicros,
  showSeconds,
  showShare,
  showTime,
} from '../../../../src/admin/web/format/units.ts';

/** A narrow no-break space stands between figure and unit. */
const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('units', () => {
  it('ticks of one axis have one unit', () => {
    expect([0, 500, 2500, 5000, 7500, 10_000].map(showCountTick)).toEqual(['0', '500', '2.50k', '5k', '7.50k', '10k']);
  });

  it.each([
    [0, '0'],
    [0.5, '0.50'],
    [42, '42'],
    [1234.4, '1,234'],
    [9999, '9,999'],
    [12_345, '12.3k'],
    [4_560_000, '4.56M'],
    [7e12, '7T'],
    [Number.NaN, '–'],
  ])('count %d is %s', (count, text) => expect(showCount(count)).toBe(text));

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [1536, '1.50 KiB'],
    [64 * 1024 ** 2, '64 MiB'],
    [3 * 1024 ** 5, '3072 TiB'],
  ])('%d bytes are %s', (bytes, text) => expect(plain(showBytesSize(bytes))).toBe(text));

  it.each([
    [1, '1 µs'],
    [1.25, '1.25 µs'],
    [1500, '1.50 ms'],
    [2_000_000, '2 s'],
  ])('%d microseconds are %s', (us, text) => expect(plain(showMicros(us))).toBe(text));

  it.each([
    [0, '0 s'],
    [0.25, '250 ms'],
    [59, '59 s'],
    [61, '1 min 1 s'],
    [3600, '1 h'],
    [90_000, '1 d 1 h'],
    [86_400 + 5, '1 d'],
  ])('%d seconds are %s', (seconds, text) => expect(plain(showSeconds(seconds))).toBe(text));

  it.each([
    [0, '0 %'],
    [0.00001, '< 0.01 %'],
    [0.0123, '1.23 %'],
    [0.5, '50.0 %'],
    [0.9987, '99.87 %'],
    [1, '100 %'],
    [null, '–'],
  ])('a share of %s is %s', (share, text) => expect(plain(showShare(share))).toBe(text));

  it('shows every digit where that is asked for', () => expect(grouped(1_234_567)).toBe('1,234,567'));

  it('tells the day only when it is another one', () => {
    const noon = new Date(2026, 4, 3, 12, 0, 0).getTime();
    expect(showTime(noon - 60_000, noon)).toBe('11:59:00');
    expect(showTime(noon - 86_400_000, noon)).toBe('2026-05-02 12:00:00');
  });
});
