/** The versions that the server tells its clients. */
import { existsSync, readFileSync } from 'node:fs';

/** The Redis whose features and replies are all here: what clients decide by. */
export const REDIS_VERSION = '8.0.2';

/** Larder's own version: the package's. */
export const LARDER_VERSION: string = packageVersion();

/** The package's file lies above `src/`, or above `dist/src/` once built. */
function packageVersion(): string {
  const places = ['../package.json', '../../package.json'].map((path) => new URL(path, import.meta.url));
  const file = places.find((place) => existsSync(place));
  if (file === undefined) return 'unknown';
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
