/**
 * `npm run hammer [seconds [seed]]`: one, two and four threads on a store, each for some seconds.
 * `npm run hammer -- --mix [--threads n] [seconds [seed]]`: the mix of mix.ts on a built server, ten minutes if nothing else
 * is said: with one, two and four io threads by turns, or all the time with so many.
 */
import { parseArgs } from 'node:util';
import { hammer } from './hammer.ts';
import { mix } from './mix.ts';

const { values, positionals: words } = parseArgs({
  options: { mix: { type: 'boolean' }, threads: { type: 'string' } },
  allowPositionals: true,
});
const isMix = values.mix === true;
const seconds = Number(words[0] ?? (isMix ? 600 : 20));
const seed = Number(words[1] ?? Date.now() % 100_000);
let failed = false;
if (isMix) {
  const counts = values.threads === undefined ? [1, 2, 4] : [Number(values.threads)];
  for (const threads of counts) {
    const { problems, done, busy } = await mix({
      threads,
      ms: (seconds * 1000) / counts.length,
      seed,
      connections: 24,
    });
    process.stdout.write(
      `mix, threads ${threads}, seed ${seed}: ${JSON.stringify(done)}, ${busy} given up for a long script, ${problems.length} problems\n`,
    );
    for (const problem of problems.slice(0, 20)) process.stdout.write(`  ${problem}\n`);
    if (problems.length > 0) failed = true;
  }
  process.exit(failed ? 1 : 0);
}
for (const threads of [1, 2, 4]) {
  for (const [keys, largest, collections] of [
    [20, 60_000, false],
    [3_000, 60_000, false],
    [4_000, 4_000_000, false],
    [5, 30_000, true],
    [200, 200_000, true],
  ] as const) {
    const result = await hammer({ threads, ms: (seconds * 1000) / 5, seed, keys, largest, collections });
    process.stdout.write(
      `threads ${threads}, ${collections ? 'collections' : 'strings'}, keys ${keys}, pieces up to ${largest}, seed ${seed}: ${JSON.stringify(result.done)}, `,
    );
    process.stdout.write(`${result.records} records, ${result.problems.length} problems\n`);
    for (const problem of result.problems.slice(0, 20)) process.stdout.write(`  ${problem}\n`);
    if (result.problems.length > 0) failed = true;
  }
}
process.exit(failed ? 1 : 0);
