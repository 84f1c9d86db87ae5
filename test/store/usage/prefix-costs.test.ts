import { expect, it } from 'vitest';
import { G_COST_PREFIXES, GLOBAL_WORDS } from '../../../src/memory/layout.ts';
import { isDelimiter, PREFIX_SEED, PrefixCosts, prefixHash } from '../../../src/store/usage/prefix-costs.ts';
import { ANALYTICS_BYTES } from '../../../src/store/usage/sample-layout.ts';

function hashOf(text: string): number {
  return Buffer.from(text).reduce(prefixHash, PREFIX_SEED);
}

function costs(): { costs: PrefixCosts; control: Int32Array; classOf: (key: string) => number } {
  const control = new Int32Array(GLOBAL_WORDS);
  const costs = new PrefixCosts(control);
  costs.attach(new SharedArrayBuffer(ANALYTICS_BYTES));
  return { costs, control, classOf: (key) => costs.classOf(Buffer.from(`--${key}`), 2, key.length) };
}

it('knows the class of the longest prefix', () => {
  const { costs: table, control, classOf } = costs();
  table.replace([hashOf('a:'), hashOf('a:b:')], [3, 7]);
  expect(control[G_COST_PREFIXES]).toBe(2);
  expect(['a:1', 'a:b:1', 'a:c:1', 'b:1', 'a', ''].map(classOf)).toEqual([3, 7, 3, 0, 0, 0]);
  table.replace([], []);
  expect([control[G_COST_PREFIXES], classOf('a:1')]).toEqual([0, 0]);
});

it('knows the class of keys without any prefix', () => {
  const { costs: table, classOf } = costs();
  table.replace([hashOf(''), hashOf('a:')], [4, 2]);
  expect(['key', '', 'a:1', 'b:1'].map(classOf)).toEqual([4, 4, 2, 0]);
});

it('holds as many as fit, and tells them apart', () => {
  const { costs: table, control, classOf } = costs();
  const names = Array.from({ length: 300 }, (_, i) => `n${i}:`);
  table.replace(
    names.map(hashOf),
    names.map((_, i) => (i % 7) + 1),
  );
  expect(control[G_COST_PREFIXES]).toBe(256);
  names.slice(0, 256).forEach((name, i) => {
    expect(classOf(`${name}key`)).toBe((i % 7) + 1);
  });
});

it('knows what ends a prefix', () => {
  expect([...':/|.#-_a0'].filter((char) => isDelimiter(char.charCodeAt(0))).join('')).toBe(':/|.#');
});
