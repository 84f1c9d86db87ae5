import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areaOf,
  cellOf,
  decode,
  encode,
  geohashText,
  isOnMap,
  neighbour,
  scoresOf,
} from '../../../src/commands/geo/grid.ts';

// Whole numbers of small parts: next to 0 lie doubles that no grid tells apart.
const longitude = fc.integer({ min: -180e6, max: 180e6 }).map((n) => n / 1e6);
const latitude = fc.integer({ min: -85_051_128, max: 85_051_128 }).map((n) => n / 1e6);

describe('positions as numbers', () => {
  it('are those of Redis', () => {
    expect(encode(13.361389, 38.115556)).toBe(3479099956230698);
    expect(encode(15.087269, 37.502669)).toBe(3479447370796909);
    expect(geohashText(3479099956230698)).toBe('sqc8b49rny0');
  });

  it('come back to within a cell of the finest grid', () => {
    fc.assert(
      fc.property(longitude, latitude, (x, y) => {
        // The eastern edge is behind the last cell, and its number has more bits than a score.
        fc.pre(x < 180);
        const back = decode(encode(x, y));
        expect(Math.abs(back.longitude - x)).toBeLessThanOrEqual(360 / 2 ** 26);
        expect(Math.abs(back.latitude - y)).toBeLessThanOrEqual(171 / 2 ** 26);
      }),
    );
  });

  it('at the eastern edge are as exact as those of Redis', () => {
    expect(encode(180, 61.25512)).toBe(10437665224654928);
    expect(decode(10437665224654928)).toMatchObject({ longitude: 180, latitude: 61.25511710906332 });
  });

  it('of a cell lie between its bounds', () => {
    fc.assert(
      fc.property(longitude, latitude, fc.integer({ min: 1, max: 26 }), (x, y, step) => {
        fc.pre(x < 180 && y < 85.05112878);
        const cell = cellOf(x, y, step);
        const [from, to] = scoresOf(cell);
        const score = encode(x, y);
        expect(score).toBeGreaterThanOrEqual(from);
        expect(score).toBeLessThan(to);
        const area = areaOf(cell);
        expect(x).toBeGreaterThanOrEqual(area.west);
        expect(x).toBeLessThanOrEqual(area.east);
        expect(y).toBeGreaterThanOrEqual(area.south);
        expect(y).toBeLessThanOrEqual(area.north);
      }),
    );
  });

  it('have neighbours beyond the edges of the map', () => {
    expect(neighbour({ column: 0, row: 3, step: 2 }, -1, 1)).toEqual({ column: 3, row: 0, step: 2 });
    expect(neighbour({ column: 3, row: 0, step: 2 }, 1, -1)).toEqual({ column: 0, row: 3, step: 2 });
  });

  it('are only of what lies on the map', () => {
    expect(isOnMap(180, 85.05112878)).toBe(true);
    expect(isOnMap(180.1, 0)).toBe(false);
    expect(isOnMap(0, -86)).toBe(false);
    expect(isOnMap(Number.NaN, 0)).toBe(false);
  });
});
