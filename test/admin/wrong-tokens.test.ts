/** The last who tried a token is told of, too. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WrongTokens } from '../../src/admin/wrong-tokens.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('says the first at once, and the rest after a while without another', () => {
  const said: string[] = [];
  const tokens = new WrongTokens((text) => said.push(text));
  for (let i = 0; i < 21; i++) tokens.happened();
  expect(said).toEqual([expect.stringMatching(/^1 requests /)]);
  vi.advanceTimersByTime(58_000);
  expect(said).toHaveLength(1);
  vi.advanceTimersByTime(3_000);
  expect(said).toEqual([expect.stringMatching(/^1 requests /), expect.stringMatching(/^20 requests /)]);
  // Nothing is held back, and nobody looks any more.
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(120_000);
  tokens.happened();
  expect(said).toHaveLength(3);
});
