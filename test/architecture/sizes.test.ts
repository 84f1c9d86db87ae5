/** Files stay small enough to read at one sitting. (Functions: biome's noExcessiveLinesPerFunction.) */
import { expect, it } from 'vitest';
import { projectFiles, read } from './source-files.ts';

const commandLimit = 80;
const softLimit = 300;
const hardLimit = 500;

/** Files over 300 lines, each with the reason why cutting it would make it worse. */
const longFiles: ReadonlyMap<string, string> = new Map([
  ['protocol/resp/errors.ts', 'one table: every error text of the wire'],
  ['protocol/resp/request-parser.ts', 'one state machine; its states share their fields on the hot path'],
  [
    'src/io/transport/transport-raw.ts',
    'one state machine: what is sent, lent to libuv, waiting for its turn, closing',
  ],
  ['test/conformance/scenarios/lists.ts', 'requests as data'],
  ['test/conformance/scenarios/scripts.ts', 'requests as data'],
  ['test/conformance/scenarios/sorted-sets.ts', 'requests as data'],
  ['test/protocol/resp/reply-writer.test.ts', 'one expectation a kind of reply, in both protocols'],
]);

function lineCounts(): [path: string, lines: number][] {
  return projectFiles()
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => [path, read(path).trimEnd().split('\n').length]);
}

it(`keeps command files within ${commandLimit} lines`, () => {
  const long = lineCounts().filter(([path, lines]) => lines > commandLimit && isCommand(path));
  expect(long).toEqual([]);
});

it(`keeps other files within ${softLimit} lines`, () => {
  const long = lineCounts().filter(([path, lines]) => !longFiles.has(path) && lines > softLimit);
  expect(long).toEqual([]);
});

it(`lets no file pass ${hardLimit} lines, whatever its reason`, () => {
  expect(lineCounts().filter(([, lines]) => lines > hardLimit)).toEqual([]);
});

it('names no file as long that is not', () => {
  const counts = new Map(lineCounts());
  expect([...longFiles.keys()].filter((path) => (counts.get(path) ?? 0) <= softLimit)).toEqual([]);
});

/** A file that defines a command; the others in its folder help those beside them. */
function isCommand(path: string): boolean {
  return /^src\/commands\/[^/]+\/[^/]+\.ts$/.test(path) && /^export default /m.test(read(path));
}
