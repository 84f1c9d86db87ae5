import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globMatch } from '../../protocol/glob.ts';

function match(pattern: string, text: string, ignoreCase = false): boolean {
  const p = Buffer.from(pattern, 'latin1');
  const t = Buffer.from(text, 'latin1');
  return globMatch(p, 0, p.length, t, 0, t.length, ignoreCase);
}

/** The plain recursive definition, for patterns of letters, `*` and `?`. */
function naive(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern[0] === '*') return naive(pattern.slice(1), text) || (text !== '' && naive(pattern, text.slice(1)));
  if (text === '') return false;
  return (pattern[0] === '?' || pattern[0] === text[0]) && naive(pattern.slice(1), text.slice(1));
}

describe('globMatch', () => {
  // Each row was answered so by redis-server 8.0.2 (KEYS, and CONFIG GET where case does not count).
  it.each([
    ['h?llo', 'hello', true],
    ['h?llo', 'hllo', false],
    ['h*llo', 'hllo', true],
    ['h*llo', 'heeello', true],
    ['h[ae]llo', 'hallo', true],
    ['h[ae]llo', 'hillo', false],
    ['h[^e]llo', 'hallo', true],
    ['h[^e]llo', 'hello', false],
    ['h[a-c]llo', 'hbllo', true],
    ['h[c-a]llo', 'hbllo', true],
    ['h[a-c]llo', 'hdllo', false],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['a\\', 'a\\', true],
    ['[\\]]', ']', true],
    ['[abc', 'b', true],
    ['[abc', 'd', false],
    ['[^', 'x', true],
    ['[', 'x', false],
    ['[]', ']', false],
    ['[a-]', '-', false],
    ['[a-\xff]', 'b', false],
    ['[a-\xff]', 'A', true],
    ['[\x80-\xff]', '\xe9', true],
    ['abc*', 'abc', true],
    ['*abc', 'abc', true],
    ['a**c', 'abbc', true],
    ['*a*b*', 'xaxbx', true],
    ['', '', true],
    ['', 'a', false],
    ['a', '', false],
    ['**', '', false],
    ['*?', 'a', true],
    ['user:*:name', 'user:12:name', true],
    ['user:*:name', 'user:12:names', false],
  ])('%j on %j is %s', (pattern, text, expected) => {
    expect(match(pattern, text)).toBe(expected);
  });

  it('folds ASCII letters when told to, also in ranges', () => {
    expect(match('MAX*', 'maxmemory')).toBe(false);
    expect(match('MAX*', 'maxmemory', true)).toBe(true);
    expect(match('[A-Z]z', 'hz', true)).toBe(true);
    expect(match('[\\H]z', 'hz', true)).toBe(false);
    expect(match('\xc9', '\xe9', true)).toBe(false);
  });

  it('looks only at the bytes between start and end', () => {
    const pattern = Buffer.from('xxa*xx');
    const text = new Uint8Array(new SharedArrayBuffer(16));
    Buffer.from('--abc--').copy(text);
    expect(globMatch(pattern, 2, 4, text, 2, 5, false)).toBe(true);
    expect(globMatch(pattern, 2, 3, text, 2, 5, false)).toBe(false);
    expect(globMatch(pattern, 2, 2, text, 3, 3, false)).toBe(true);
  });

  it('agrees with the plain definition', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 9 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 9 });
    fc.assert(fc.property(pattern, text, (p, t) => match(p, t) === naive(p, t)));
  });

  it('takes any bytes as a pattern', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (p, t) => {
        return typeof globMatch(p, 0, p.length, t, 0, t.length, true) === 'boolean';
      }),
    );
  });

  it('is not led into exponential work, and stops at a thousand stars as Redis does', () => {
    expect(match(`${'a*'.repeat(60)}b`, 'a'.repeat(5000))).toBe(false);
    const text = 'a'.repeat(2000);
    expect(match(`${'*a'.repeat(1000)}`, text)).toBe(true);
    expect(match(`${'*a'.repeat(1001)}`, text)).toBe(false);
    expect(match(`${'*a'.repeat(1000)}*`, text)).toBe(true);
  });
});
