import { describe, expect, it } from 'vitest';
import { mutate, randomRequest, seeded } from '../../../protocol/command/fuzz.ts';
import { KeyPositions } from '../../../protocol/command/key-positions.ts';
import { CommandTable } from '../../../protocol/command/table.ts';
import { request, STREAMED } from './request.ts';
import { samples } from './sample-rows.ts';

const table = new CommandTable(samples);
const callable = table.rows.filter((row) => row.command !== null);

describe('random requests', () => {
  it('are the same for the same seed', () => {
    const some = (seed: number) => {
      const random = seeded(seed);
      return callable.flatMap((row) => [randomRequest(row, random), mutate(randomRequest(row, random), random)]);
    };
    expect(some(1)).toEqual(some(1));
    expect(some(1)).not.toEqual(some(2));
  });
  it('never make the parser throw, answer nonsense, or keep anything from the request before', () => {
    const random = seeded(20_260_101);
    const keys = new KeyPositions();
    for (let n = 0; n < 20_000; n++) {
      const row = callable[n % callable.length]!;
      const words: (string | typeof STREAMED)[] = mutate(randomRequest(row, random), random);
      if (random() < 0.1) words[Math.floor(random() * words.length)] = STREAMED;
      const args = request(words);
      const error = row.parse(args);
      const first = JSON.stringify(row.parser.values);
      expect(error).toBeGreaterThanOrEqual(0);
      if (error !== 0) expect(row.parser.errorArg).toBeLessThanOrEqual(args.argc);
      row.keyPositions(args, keys);
      for (let i = 0; i < keys.count; i++) expect(keys.at[i]).toBeLessThan(args.argc);
      row.parse(request(randomRequest(row, random)));
      expect(row.parse(args)).toBe(error);
      if (error === 0) expect(visible(row.parser.values)).toBe(visible(JSON.parse(first)));
    }
  });
});

/** What a command may look at: lists up to their count, ranges without spare numbers. */
function visible(values: unknown): string {
  return JSON.stringify(values, (field, value) => {
    if (field === 'numbers') return undefined;
    if (value !== null && typeof value === 'object' && Array.isArray(value.items))
      return value.items.slice(0, value.count);
    return typeof value === 'bigint' ? String(value) : value;
  });
}
