import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests of code that keeps no state outside the objects it makes: they may share one process and its loaded modules. */
const stateless = ['test/commands/**/*.test.ts', 'test/protocol/**/*.test.ts', 'test/config/**/*.test.ts'];

const common = {
  // Processes, not threads: the store's locks sleep in Atomics.wait, and a test may end its process.
  pool: 'forks',
  testTimeout: 40_000,
  hookTimeout: 60_000,
  teardownTimeout: 10_000,
  // Machines stand still for a second or two at times.
  expect: { poll: { timeout: 10_000 } },
  // Node runs the sources as they are. Vite's way of running modules reads each imported name through an object: tests that
  // compute take five times as long.
  experimental: { viteModuleRunner: false },
} as const;

export default defineConfig({
  test: {
    // Tests start servers of several threads, so half the cores; on small machines two files at a time, since the tests
    // that compute and those that wait for servers, timers and browsers then share them well.
    maxWorkers: Math.max(2, Math.ceil(availableParallelism() / 2)),
    projects: [
      // Loading all commands anew for each of hundreds of files would take four fifths of the time.
      { test: { ...common, name: 'stateless', include: stateless, isolate: false } },
      {
        test: {
          ...common,
          name: 'others',
          include: ['test/**/*.test.ts'],
          // The last two are programs with peers beside them: `npm run conformance`, `npm run bench`.
          exclude: [...stateless, 'test/conformance/**', 'test/bench/**'],
        },
      },
    ],
  },
});
