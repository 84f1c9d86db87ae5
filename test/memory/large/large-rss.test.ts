import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

interface Figures {
  readonly before: number;
  readonly full: number;
  readonly touched: number;
  readonly dropped: number;
  readonly after: number;
}

it('gives the memory of dropped slabs back to the system', { timeout: 60_000 }, () => {
  const child = fileURLToPath(new URL('./large-rss-child.ts', import.meta.url));
  const figures = JSON.parse(execFileSync(process.execPath, ['--expose-gc', child], { encoding: 'utf8' })) as Figures;
  expect(figures.full - figures.before).toBeGreaterThan(630);
  expect(figures.full - figures.before).toBeLessThan(680);
  expect(figures.touched).toBe(640);
  expect(figures.dropped).toBe(3);
  expect(figures.after - figures.before).toBeLessThan(20);
});
