/** Where the build left the page's files: `dist/web`, seen from the sources and from the built files (dist/src). */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PLACES = ['../web/', '../../dist/web/', '../../../dist/web/'];

/** The folder, with a slash at its end; nothing where no build has put one. */
export function pageFolder(): string | undefined {
  return PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) =>
    existsSync(`${path}index.html`),
  );
}
