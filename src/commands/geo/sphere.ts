/** Distances on the earth as a sphere, in metres. */

/** The earth's radius that gives the distances of Redis. */
const EARTH_RADIUS = 6_372_797.560856;
const DEGREE = Math.PI / 180;

export function radians(degrees: number): number {
  return degrees * DEGREE;
}

export function degrees(angle: number): number {
  return angle / DEGREE;
}

/** Degrees of a great circle that are so many metres long. */
export function degreesOf(metres: number): number {
  return degrees(metres / EARTH_RADIUS);
}

/** Between two latitudes on one meridian. */
export function meridianDistance(from: number, to: number): number {
  return EARTH_RADIUS * Math.abs(radians(to) - radians(from));
}

/** Between two positions: the haversine formula. */
export function distance(longitudeA: number, latitudeA: number, longitudeB: number, latitudeB: number): number {
  const v = Math.sin((radians(longitudeB) - radians(longitudeA)) / 2);
  if (v === 0) return meridianDistance(latitudeA, latitudeB);
  const a = radians(latitudeA);
  const b = radians(latitudeB);
  const u = Math.sin((b - a) / 2);
  return 2 * EARTH_RADIUS * Math.asin(Math.sqrt(u * u + Math.cos(a) * Math.cos(b) * v * v));
}
