import { describe, expect, it } from 'vitest';
import { NO_PREFIX, OTHER, PrefixTable } from '../../src/analytics/prefix-table.ts';

function nameOf(table: PrefixTable, key: string): string {
  const bytes = Buffer.from(`??${key}`);
  return table.all[table.numberOf(bytes, 2, key.length)]!.name;
}

describe('the prefix of a key', () => {
  it.each([
    ['user:1234', 'user:'],
    ['user:1234:name', 'user:'],
    ['kv:llama-7b:00ff12', 'kv:llama-7b:'],
    ['a:b:c:d:e', 'a:b:c:'],
    ['page/en/index', 'page/en/'],
    ['v1.emb.x', 'v1.emb.'],
    ['plain', '(none)'],
    ['12345:x', '(none)'],
    [':x', '(none)'],
    ['20260101:x', '(none)'],
    ['a-name-that-is-longer-than-any-name:x', '(none)'],
  ])('of %s is %s', (key, prefix) => {
    expect(nameOf(new PrefixTable(), key)).toBe(prefix);
  });
});

it('is the same number each time', () => {
  const table = new PrefixTable();
  const bytes = Buffer.from('user:1user:2page:3');
  const first = table.numberOf(bytes, 0, 6);
  expect(table.numberOf(bytes, 6, 6)).toBe(first);
  expect(table.numberOf(bytes, 12, 6)).not.toBe(first);
  expect(first).toBeGreaterThan(NO_PREFIX);
});

it('is bounded: what is new has to wait until the least used prefix has lost its place', () => {
  const table = new PrefixTable();
  const name = (i: number): string => `p${String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26))}:`;
  for (let i = 0; i < 400; i++) {
    const key = Buffer.from(`${name(i)}x`);
    table.all[table.numberOf(key, 0, key.length)]!.recent += i === 7 ? 0 : 10;
  }
  expect(table.all.length).toBeLessThanOrEqual(256);
  const late = Buffer.from(`${name(399)}x`);
  expect(table.numberOf(late, 0, late.length)).toBe(OTHER);
  const freed = table.makeRoom();
  expect(freed).toBeGreaterThan(NO_PREFIX);
  expect(table.all.some((stats) => stats.name === name(7))).toBe(false);
  const number = table.numberOf(late, 0, late.length);
  expect(table.all[number]!.name).toBe(name(399));
  for (const [i, stats] of table.all.entries()) {
    if (i <= NO_PREFIX) continue;
    const key = Buffer.from(`${stats.name}x`);
    expect(table.numberOf(key, 0, key.length)).toBe(i);
  }
});
