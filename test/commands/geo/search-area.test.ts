import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellOf, encode, scoresOf } from '../../../src/commands/geo/grid.ts';
import { cellsAround, distanceInside, type Shape } from '../../../src/commands/geo/search-area.ts';
import { distance, meridianDistance } from '../../../src/commands/geo/sphere.ts';

const longitude = fc.double({ min: -150, max: 150, noNaN: true });
const latitude = fc.double({ min: -70, max: 70, noNaN: true });
const metres = fc.double({ min: 1, max: 1_500_000, noNaN: true });
const shape: fc.Arbitrary<Shape> = fc.record({
  longitude,
  latitude,
  isBox: fc.boolean(),
  radius: metres,
  width: metres,
  height: metres,
});

describe('areas of a search', () => {
  it('have cells that hold everything inside', () => {
    fc.assert(
      fc.property(
        shape,
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (area, dx, dy) => {
          const reach = Math.max(area.radius, area.width, area.height) / 111_000;
          const x = area.longitude + (dx * reach) / Math.cos((area.latitude * Math.PI) / 180);
          const y = area.latitude + dy * reach;
          fc.pre(Math.abs(x) < 180 && Math.abs(y) < 85 && distanceInside(area, x, y) >= 0);
          const score = encode(x, y);
          const isCovered = cellsAround(area).some((cell) => {
            const [from, to] = scoresOf(cell);
            return score >= from && score < to;
          });
          expect(isCovered).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are at most nine cells', () => {
    fc.assert(fc.property(shape, (area) => cellsAround(area).length <= 9));
  });

  it('of no extent are one cell', () => {
    const area = { longitude: 10.3, latitude: 20.7, isBox: false, radius: 0, width: 0, height: 0 };
    expect(cellsAround(area)[0]).toEqual(cellOf(10.3, 20.7, 26));
    expect(distanceInside(area, 10.3, 20.7)).toBe(0);
    expect(distanceInside(area, 10.4, 20.7)).toBe(-1);
  });
});

describe('distances', () => {
  it('are those of Redis', () => {
    expect(distance(13.361389338970184, 38.1155563954963, 15.087267458438873, 37.50266842333162)).toBeCloseTo(
      166274.1516,
      3,
    );
    expect(meridianDistance(0, 90)).toBeCloseTo((6_372_797.560856 * Math.PI) / 2, 3);
    expect(distance(5, 10, 5, 11)).toBe(meridianDistance(10, 11));
  });
});
