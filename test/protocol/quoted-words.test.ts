import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteWord, splitWords } from '../../protocol/quoted-words.ts';

describe('splitWords', () => {
  it.each<[string, string[] | null]>([
    ['port 7000', ['port', '7000']],
    ['  bind \t 127.0.0.1  -::1 ', ['bind', '127.0.0.1', '-::1']],
    ['save ""', ['save', '']],
    ['requirepass "a \\"b\\" \\x41\\n\\t\\\\"', ['requirepass', 'a "b" A\n\t\\']],
    ["dir '/a \\'b\\' \\n'", ['dir', "/a 'b' \\n"]],
    ['a"b c" d', ['ab c', 'd']],
    ['"a"b', null],
    ['"abc', null],
    ["'abc", null],
    ['"abc\\"', null],
    ['', []],
    ['x "\\xZZ"', ['x', 'xZZ']],
  ])('%j', (line, words) => expect(splitWords(line)).toEqual(words));

  it('reads what quoteWord writes', () => {
    const word = fc.array(fc.integer({ min: 0, max: 255 })).map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(splitWords(words.map(quoteWord).join(' '))).toEqual(words);
      }),
    );
  });

  it('keeps plain words plain', () => {
    expect(quoteWord('allkeys-lru')).toBe('allkeys-lru');
    expect(quoteWord('')).toBe('""');
    expect(quoteWord('x"y\\z')).toBe('"x\\"y\\\\z"');
    expect(quoteWord('é')).toBe('"\\xe9"');
  });
});
