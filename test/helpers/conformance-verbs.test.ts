/** The verbs of the conformance suite must see what they claim to see: a verb that is too loose hides differences. */
import { describe, expect, it } from 'vitest';
import { decodeReplies } from '../../protocol/resp/reply-parser.ts';
import { words } from '../conformance/scenario.ts';
import { compare, type Verb } from '../conformance/verbs.ts';
import type { RawReply } from './raw-client.ts';

const reply = (text: string): RawReply => ({
  bytes: Buffer.from(text, 'latin1'),
  reply: decodeReplies(Buffer.from(text, 'latin1'))[0]!,
});
const same = (verb: Verb, a: string, b: string): boolean => compare(verb, reply(a), reply(b)) === undefined;

/** Verb, what it accepts beside `first`, and what it does not. */
const CASES: readonly (readonly [Verb, string, readonly string[], readonly string[]])[] = [
  [{ kind: 'exact' }, '$-1\r\n', ['$-1\r\n'], ['_\r\n', '*-1\r\n', '$0\r\n\r\n']],
  [
    { kind: 'sorted', deep: false },
    '*2\r\n$1\r\na\r\n*2\r\n:1\r\n:2\r\n',
    ['*2\r\n*2\r\n:1\r\n:2\r\n$1\r\na\r\n'],
    [
      '*2\r\n*2\r\n:2\r\n:1\r\n$1\r\na\r\n',
      '~2\r\n$1\r\na\r\n*2\r\n:1\r\n:2\r\n',
      '*1\r\n$1\r\na\r\n',
      '*2\r\n+a\r\n*2\r\n:1\r\n:2\r\n',
    ],
  ],
  [
    { kind: 'sorted', deep: true },
    '%2\r\n$1\r\na\r\n*2\r\n:1\r\n:2\r\n$1\r\nb\r\n:3\r\n',
    ['%2\r\n$1\r\nb\r\n:3\r\n$1\r\na\r\n*2\r\n:2\r\n:1\r\n'],
    ['%2\r\n$1\r\nb\r\n*2\r\n:1\r\n:2\r\n$1\r\na\r\n:3\r\n'],
  ],
  [
    { kind: 'sameShape' },
    '%1\r\n$1\r\na\r\n:1\r\n',
    ['%1\r\n$1\r\na\r\n:77\r\n'],
    ['%1\r\n$1\r\nb\r\n:1\r\n', '%1\r\n$1\r\na\r\n$1\r\n1\r\n', '*2\r\n$1\r\na\r\n:1\r\n'],
  ],
  [{ kind: 'sameType' }, '-ERR x\r\n', ['-ERR y\r\n'], ['-WRONGTYPE x\r\n', '+OK\r\n']],
  [
    { kind: 'rounded', digits: 2 },
    '$5\r\n1.001\r\n',
    ['$5\r\n1.004\r\n'],
    ['$5\r\n1.011\r\n', ',1.001\r\n', '$1\r\nx\r\n'],
  ],
  [
    { kind: 'aboutEqual', within: 5, unit: 'ms' },
    ':100\r\n',
    [':105\r\n', ':95\r\n'],
    [':106\r\n', '$3\r\n100\r\n', ':-2\r\n'],
  ],
  [{ kind: 'masked', mask: /\d+/g }, '+id=5\r\n', ['+id=999\r\n'], ['+ip=5\r\n', '$4\r\nid=5\r\n']],
  [
    { kind: 'lines', mask: /=\d+/g, only: 'a' },
    '$9\r\na=1\nb=2\nc\r\n',
    ['$9\r\nx=1\nb=7\na=9'.replace('$9', '$11').concat('\r\n')],
    ['$4\r\nab=1\r\n'],
  ],
  [{ kind: 'fields' }, '$9\r\na:1\r\nb:22\r\n', ['$15\r\nb:1\r\nc:2\r\na:333\r\n'], ['$5\r\na:1\r\n\r\n']],
  [
    { kind: 'atLeast' },
    '*1\r\n$1\r\na\r\n',
    ['*2\r\n$1\r\nb\r\n$1\r\na\r\n'],
    ['*1\r\n$1\r\nb\r\n', '~1\r\n$1\r\na\r\n'],
  ],
];

describe('verbs', () => {
  it.each(CASES)('%o', (verb, first, alike, different) => {
    for (const other of alike) expect(same(verb, first, other), JSON.stringify(other)).toBe(true);
    for (const other of different) expect(same(verb, first, other), JSON.stringify(other)).toBe(false);
  });
});

describe('times', () => {
  it.each([
    ['ms', 1_000, ':1105\r\n', ':1106\r\n'],
    ['s', 2_500, ':107\r\n', ':108\r\n'],
  ] as const)('may differ by what the scenario took, in %s', (unit, playedMs, near, far) => {
    const verb = { kind: 'aboutEqual', within: 5, unit } as const;
    expect(compare(verb, reply(':100\r\n'), reply(near), playedMs)).toBeUndefined();
    expect(compare(verb, reply(':100\r\n'), reply(far), playedMs)).toBe(`${far.slice(1, -2)} is too far from 100`);
  });
});

describe('command lines', () => {
  it.each([
    ['SET k v', ['SET', 'k', 'v']],
    ['SET  k "a b"', ['SET', 'k', 'a b']],
    ['SET k ""', ['SET', 'k', '']],
    ['SET k "\\r\\n\\"\\\\"', ['SET', 'k', '\r\n"\\']],
    ['SET k "\\x00\\xff"', ['SET', 'k', Buffer.from([0, 255])]],
    ['GET k ', ['GET', 'k']],
  ])('%s', (line, expected) => {
    expect(words(line)).toEqual(expected);
  });
});
