/** A short fuzz with a fixed seed; `node test/conformance/fuzz.ts` runs it longer and with others. */
import { expect, it } from 'vitest';
import { fuzz } from '../conformance/fuzzer.ts';
import { startServer } from '../helpers/server.ts';

it('broken pipelines harm nobody', { timeout: 60_000 }, async () => {
  const server = await startServer({ settings: { threads: 2, maxmemory: '200mb' } });
  const result = await fuzz(server, { seed: 8, ms: 3_000, connections: 4 });
  expect(result.pipelines).toBeGreaterThan(20);
  await server.stop();
});
