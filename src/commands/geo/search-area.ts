/**
 * Circles and boxes around a position: what lies inside, and which cells of the grid have to be looked at.
 *
 * Idea: cells as large as the shape, so that it lies in one of them and its eight neighbours; those that the shape's
 * bounding box does not reach are left out.
 */
import { type Area, areaOf, type Cell, cellOf, MAX_STEP, neighbour } from './grid.ts';
import { degreesOf, distance, meridianDistance, radians } from './sphere.ts';

/** Half of the earth's extent in the Mercator projection, in metres. */
const MERCATOR_HALF = 20_037_726.37;
/** Latitudes from which cells of the usual size are too narrow. */
const FAR_LATITUDE = 66;
const POLAR_LATITUDE = 80;

/** A circle (`radius`) or a box, in metres. */
export interface Shape {
  longitude: number;
  latitude: number;
  isBox: boolean;
  radius: number;
  width: number;
  height: number;
}

/** The distance of a position from the middle of a shape, or -1 when it is outside. */
export function distanceInside(shape: Shape, longitude: number, latitude: number): number {
  if (shape.isBox) {
    if (meridianDistance(latitude, shape.latitude) > shape.height / 2) return -1;
    if (distance(longitude, latitude, shape.longitude, latitude) > shape.width / 2) return -1;
  }
  const metres = distance(shape.longitude, shape.latitude, longitude, latitude);
  return shape.isBox || metres <= shape.radius ? metres : -1;
}

/** The cells that may hold something inside a shape, in the order in which they are searched, none twice in a row. */
export function cellsAround(shape: Shape): Cell[] {
  const box = boundingBox(shape);
  let middle = cellOf(shape.longitude, shape.latitude, stepFor(shape));
  if (middle.step > 1 && !coveredByNeighbours(middle, box)) {
    middle = cellOf(shape.longitude, shape.latitude, middle.step - 1);
  }
  const area = areaOf(middle);
  const isFine = middle.step >= 2;
  const skips = {
    south: isFine && area.south < box.south,
    north: isFine && area.north > box.north,
    west: isFine && area.west < box.west,
    east: isFine && area.east > box.east,
  };
  const cells = [middle];
  for (const [columns, rows] of DIRECTIONS) {
    if ((rows < 0 && skips.south) || (rows > 0 && skips.north)) continue;
    if ((columns < 0 && skips.west) || (columns > 0 && skips.east)) continue;
    const cell = neighbour(middle, columns, rows);
    // On a coarse grid two neighbours may be the same cell.
    const last = cells[cells.length - 1]!;
    if (cell.column !== last.column || cell.row !== last.row) cells.push(cell);
  }
  return cells;
}

/** Columns and rows: north, south, east, west, then the corners. */
const DIRECTIONS: readonly (readonly [columns: number, rows: number])[] = [
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
];

function boundingBox({ longitude, latitude, isBox, radius, width, height }: Shape): Area {
  const up = degreesOf(isBox ? height / 2 : radius);
  const across = degreesOf(isBox ? width / 2 : radius);
  // A degree of longitude is shortest at the end that lies nearer to a pole.
  const widest = across / Math.cos(radians(latitude < 0 ? latitude - up : latitude + up));
  return { west: longitude - widest, east: longitude + widest, south: latitude - up, north: latitude + up };
}

/** Halvings that leave cells about as large as the shape. */
function stepFor({ latitude, isBox, radius, width, height }: Shape): number {
  const reach = isBox ? Math.sqrt((width / 2) ** 2 + (height / 2) ** 2) : radius;
  if (reach === 0) return MAX_STEP;
  let step = 1;
  for (let metres = reach; metres < MERCATOR_HALF; metres *= 2) step++;
  step -= 2;
  if (Math.abs(latitude) > FAR_LATITUDE) step--;
  if (Math.abs(latitude) > POLAR_LATITUDE) step--;
  return Math.max(1, Math.min(MAX_STEP, step));
}

/** Whether a cell's neighbours reach as far as the box on all four sides. */
function coveredByNeighbours(cell: Cell, box: Area): boolean {
  return (
    areaOf(neighbour(cell, 0, 1)).north >= box.north &&
    areaOf(neighbour(cell, 0, -1)).south <= box.south &&
    areaOf(neighbour(cell, 1, 0)).east >= box.east &&
    areaOf(neighbour(cell, -1, 0)).west <= box.west
  );
}
