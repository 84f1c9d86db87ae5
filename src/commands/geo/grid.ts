/**
 * Positions as 52-bit numbers, near ones of which are mostly near: sorted sets of them are indexes of places.
 *
 * Longitude and latitude are halved 26 times each; the bits of the answers, longitude first, are interleaved. A cell of
 * `step` halvings is the range of numbers that begin with its 2 × step bits.
 * Source: G. Niemeyer's geohash (http://geohash.org), with the latitudes of the Web Mercator projection (EPSG:900913)
 * instead of the whole -90 … 90.
 */

const MAX_LONGITUDE = 180;
const MAX_LATITUDE = 85.05112878;
/** Halvings of a whole position. */
export const MAX_STEP = 26;

const HALF_BITS = 13;
const HALF_MASK = (1 << HALF_BITS) - 1;
const HALF_SPAN = 2 ** 26;

export interface Position {
  readonly longitude: number;
  readonly latitude: number;
}

/** A cell of the grid of 2^step columns and rows. */
export interface Cell {
  readonly column: number;
  readonly row: number;
  readonly step: number;
}

/** A rectangle, in degrees. */
export interface Area {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** Whether a position lies on the map. */
export function isOnMap(longitude: number, latitude: number): boolean {
  return Math.abs(longitude) <= MAX_LONGITUDE && Math.abs(latitude) <= MAX_LATITUDE;
}

/** The number of a position on the map. */
export function encode(longitude: number, latitude: number, maxLatitude: number = MAX_LATITUDE): number {
  const { row, column } = cellOf(longitude, latitude, MAX_STEP, maxLatitude);
  return interleave(row, column);
}

/** The middle of the place that a number stands for. */
export function decode(score: number): Position {
  const { west, east, south, north } = areaOf({ column: oddBits(score), row: evenBits(score), step: MAX_STEP });
  return { longitude: clamp((west + east) / 2, MAX_LONGITUDE), latitude: clamp((south + north) / 2, MAX_LATITUDE) };
}

/** The cell in which a position lies. */
export function cellOf(longitude: number, latitude: number, step: number, maxLatitude: number = MAX_LATITUDE): Cell {
  const span = 2 ** step;
  const column = Math.floor(((longitude + MAX_LONGITUDE) / (2 * MAX_LONGITUDE)) * span);
  const row = Math.floor(((latitude + maxLatitude) / (2 * maxLatitude)) * span);
  return { column, row, step };
}

/** The edges of a cell. */
export function areaOf({ column, row, step }: Cell): Area {
  const span = 2 ** step;
  const width = 2 * MAX_LONGITUDE;
  const height = 2 * MAX_LATITUDE;
  return {
    west: -MAX_LONGITUDE + (column / span) * width,
    east: -MAX_LONGITUDE + ((column + 1) / span) * width,
    south: -MAX_LATITUDE + (row / span) * height,
    north: -MAX_LATITUDE + ((row + 1) / span) * height,
  };
}

/** The cell so many columns and rows away, at most one; the map goes round both ways. */
export function neighbour({ column, row, step }: Cell, columns: number, rows: number): Cell {
  const span = 2 ** step;
  return { column: (column + columns + span) % span, row: (row + rows + span) % span, step };
}

/** The lowest number in a cell, and the lowest behind it. */
export function scoresOf({ column, row, step }: Cell): [from: number, to: number] {
  const cell = interleave(row, column);
  const size = 2 ** (2 * (MAX_STEP - step));
  return [cell * size, (cell + 1) * size];
}

const ALPHABET = '0123456789bcdefghjkmnpqrstuvwxyz';
/** Bits of a character. */
const CHARACTER_BITS = 5;
/** Characters that 52 bits fill. */
const WHOLE_CHARACTERS = 10;

/** The geohash of a number as it is written elsewhere, with latitudes from -90 to 90; the two bits left over are 0. */
export function geohashText(score: number): string {
  const { longitude, latitude } = decode(score);
  const standard = encode(longitude, latitude, 90);
  let text = '';
  for (let i = 1; i <= WHOLE_CHARACTERS; i++) {
    text += ALPHABET[Math.floor(standard / 2 ** (2 * MAX_STEP - i * CHARACTER_BITS)) % 32]!;
  }
  return `${text}0`;
}

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}

/** The bits of `even` at the even places and those of `odd` at the odd ones; each has up to 27. */
function interleave(even: number, odd: number): number {
  const low = spread(even & HALF_MASK) + spread(odd & HALF_MASK) * 2;
  const high = spread(even >>> HALF_BITS) + spread(odd >>> HALF_BITS) * 2;
  return high * HALF_SPAN + low;
}

function evenBits(score: number): number {
  const high = Math.floor(score / HALF_SPAN);
  return (gather(high) << HALF_BITS) | gather(score - high * HALF_SPAN);
}

function oddBits(score: number): number {
  return evenBits(Math.floor(score / 2));
}

/** Puts a 0 before each of 14 bits. */
function spread(bits: number): number {
  let x = bits;
  x = (x | (x << 8)) & 0x00ff00ff;
  x = (x | (x << 4)) & 0x0f0f0f0f;
  x = (x | (x << 2)) & 0x33333333;
  return (x | (x << 1)) & 0x55555555;
}

/** Every other bit of up to 28. */
function gather(bits: number): number {
  let x = bits & 0x55555555;
  x = (x | (x >>> 1)) & 0x33333333;
  x = (x | (x >>> 2)) & 0x0f0f0f0f;
  x = (x | (x >>> 4)) & 0x00ff00ff;
  return (x | (x >>> 8)) & 0xffff;
}
