/**
 * `node test/conformance/fuzz.ts [--seconds N] [--seed N] [--connections N] [--threads N]`: fuzzes a Larder of its own.
 * Prints the seed first: the same seed sends the same bytes.
 */
import { parseArgs } from 'node:util';
import { startServer } from '../helpers/server.ts';
import { fuzz } from './fuzzer.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    connections: { type: 'string', default: '8' },
    threads: { type: 'string', default: '2' },
  },
});
process.stdout.write(`seed ${values.seed}\n`);
const server = await startServer({ settings: { threads: values.threads, maxmemory: '200mb' } });
try {
  const result = await fuzz(server, {
    seed: Number(values.seed),
    ms: Number(values.seconds) * 1_000,
    connections: Number(values.connections),
  });
  process.stdout.write(`${JSON.stringify(result)}\n`);
} catch (error) {
  process.stdout.write(`FAILED with seed ${values.seed}: ${(error as Error).message}\n${server.output()}\n`);
  process.exitCode = 1;
} finally {
  await server.stop();
}
