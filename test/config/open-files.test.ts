import { expect, it } from 'vitest';
import { readOpenFileLimit } from '../../src/config/open-files.ts';

it('reads the limit of this process, or says that it is unknown', () => {
  const limit = readOpenFileLimit();
  if (process.platform === 'linux') expect(limit).toBeGreaterThan(0);
  expect(readOpenFileLimit('/nonexistent')).toBeNull();
});
