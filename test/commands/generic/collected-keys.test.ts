/** Keys that are collected under locks: what does not fit is taken back and comes again. */
import { expect, test } from 'vitest';
import { ReplyWriter } from '../../../protocol/resp/reply-writer.ts';
import { CollectedKeys } from '../../../src/commands/generic/collected-keys.ts';

/** Adds steps of keys as the scan does. @returns how often there was no room */
function collect(keys: CollectedKeys, steps: readonly (readonly Buffer[])[]): number {
  let refused = 0;
  keys.clear();
  for (let i = 0; i < steps.length; ) {
    keys.makeRoom();
    const taken = keys.count;
    let fits = true;
    for (const key of steps[i]!) if (!keys.add(key, 0, key.length)) fits = false;
    if (fits) i++;
    else {
      keys.takeBack(taken);
      refused++;
    }
  }
  return refused;
}

function replied(keys: CollectedKeys): string {
  const writer = new ReplyWriter(() => {});
  writer.begin(2);
  keys.reply(writer);
  const parts: Buffer[] = [];
  for (let i = 0; i < writer.segmentCount(); i++) parts.push(writer.segmentBuffer(i));
  return Buffer.concat(parts).toString('latin1');
}

function bulks(keys: readonly Buffer[]): string {
  return `*${keys.length}\r\n${keys.map((key) => `$${key.length}\r\n${key.toString('latin1')}\r\n`).join('')}`;
}

test('keys come back in their order, whatever their sizes', () => {
  const keys = new CollectedKeys();
  const sizes = [0, 3, 30_000, 40_000, 200_000, 1, 0, 65_536, 9];
  const given = sizes.map((size, i) => Buffer.alloc(size, 97 + i));
  const refused = collect(keys, [given.slice(0, 2), given.slice(2, 5), given.slice(5, 6), given.slice(6)]);
  expect(refused).toBe(2);
  expect(replied(keys)).toBe(bulks(given));
  expect(replied(keys)).toBe('*0\r\n');
});

test('many small keys take several chunks', () => {
  const keys = new CollectedKeys();
  const steps = Array.from({ length: 3_000 }, (_, step) =>
    Array.from({ length: 5 }, (_, i) => Buffer.from(`key:${step}:${i}`)),
  );
  expect(collect(keys, steps)).toBeGreaterThan(2);
  expect(replied(keys)).toBe(bulks(steps.flat()));
});
