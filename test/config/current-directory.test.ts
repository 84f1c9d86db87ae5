import { afterEach, expect, it, vi } from 'vitest';
import { currentDirectory } from '../../src/config/current-directory.ts';

afterEach(() => vi.restoreAllMocks());

it('is the working directory, and the root when that was deleted', () => {
  expect(currentDirectory()).toBe(process.cwd());
  vi.spyOn(process, 'cwd').mockImplementation(() => {
    throw new Error('ENOENT');
  });
  expect(currentDirectory()).toBe('/');
});
