import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These two are programs with peers beside them: `npm run conformance`, `npm run bench`.
    exclude: ['test/conformance/**', 'test/bench/**'],
    // Processes, not threads: the store's locks sleep in Atomics.wait, and a test may end its process.
    pool: 'forks',
    // Tests start servers of several threads: more test files at a time than half the cores would only make them wait.
    maxWorkers: '50%',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
  },
});
