/** `npm run hammer [seconds [seed]]`: one, two and four threads, each for some seconds. */
import { hammer } from './hammer.ts';

const seconds = Number(process.argv[2] ?? 20);
const seed = Number(process.argv[3] ?? Date.now() % 100_000);
let failed = false;
for (const threads of [1, 2, 4]) {
  for (const [keys, largest] of [
    [20, 60_000],
    [3_000, 60_000],
    [4_000, 4_000_000],
  ] as const) {
    const result = await hammer({ threads, ms: (seconds * 1000) / 3, seed, keys, largest });
    process.stdout.write(
      `threads ${threads}, keys ${keys}, pieces up to ${largest}, seed ${seed}: ${JSON.stringify(result.done)}, `,
    );
    process.stdout.write(`${result.records} records, ${result.problems.length} problems\n`);
    for (const problem of result.problems.slice(0, 20)) process.stdout.write(`  ${problem}\n`);
    if (result.problems.length > 0) failed = true;
  }
}
process.exit(failed ? 1 : 0);
