import { describe, expect, it } from 'vitest';
import { decodeReplies, type Reply, ReplyParser, toPlain } from '../../../protocol/resp/reply-parser.ts';

const bulk = (text: string): Reply => ({ type: 'bulk', value: Buffer.from(text) });
const integer = (value: number | bigint): Reply => ({ type: 'integer', value });

const CASES: [string, string, Reply[]][] = [
  [
    'simple and error',
    '+OK\r\n-ERR no\r\n',
    [
      { type: 'simple', value: 'OK' },
      { type: 'error', value: 'ERR no' },
    ],
  ],
  ['integers', ':0\r\n:-7\r\n:9223372036854775807\r\n', [integer(0), integer(-7), integer(9223372036854775807n)]],
  ['bulks', '$0\r\n\r\n$4\r\na\r\nb\r\n', [bulk(''), bulk('a\r\nb')]],
  [
    'nulls',
    '$-1\r\n*-1\r\n_\r\n',
    [
      { type: 'null-bulk', value: null },
      { type: 'null-array', value: null },
      { type: 'null', value: null },
    ],
  ],
  [
    'nested arrays',
    '*2\r\n*0\r\n*2\r\n:1\r\n$1\r\nx\r\n',
    [
      {
        type: 'array',
        value: [
          { type: 'array', value: [] },
          { type: 'array', value: [integer(1), bulk('x')] },
        ],
      },
    ],
  ],
  [
    'map',
    '%1\r\n$1\r\na\r\n:1\r\n%0\r\n',
    [
      { type: 'map', value: [[bulk('a'), integer(1)]] },
      { type: 'map', value: [] },
    ],
  ],
  [
    'set and push',
    '~1\r\n:1\r\n>1\r\n:2\r\n',
    [
      { type: 'set', value: [integer(1)] },
      { type: 'push', value: [integer(2)] },
    ],
  ],
  [
    'doubles',
    ',3.5\r\n,-inf\r\n,nan\r\n',
    [
      { type: 'double', value: 3.5, text: '3.5' },
      { type: 'double', value: -Infinity, text: '-inf' },
      { type: 'double', value: NaN, text: 'nan' },
    ],
  ],
  [
    'boolean, big number, verbatim, blob error',
    '#t\r\n(123\r\n=7\r\ntxt:abc\r\n!3\r\nERR\r\n',
    [
      { type: 'boolean', value: true },
      { type: 'bignumber', value: '123' },
      { type: 'verbatim', format: 'txt', value: Buffer.from('abc') },
      { type: 'blob-error', value: Buffer.from('ERR') },
    ],
  ],
  [
    'attributes on a scalar and on an aggregate',
    '|1\r\n+k\r\n:5\r\n:1\r\n*1\r\n|1\r\n+a\r\n+b\r\n*0\r\n',
    [
      { ...integer(1), attributes: [[{ type: 'simple', value: 'k' }, integer(5)]] },
      {
        type: 'array',
        value: [
          {
            type: 'array',
            value: [],
            attributes: [
              [
                { type: 'simple', value: 'a' },
                { type: 'simple', value: 'b' },
              ],
            ],
          },
        ],
      },
    ],
  ],
];

describe('ReplyParser', () => {
  it.each(CASES)('%s, whole', (_name, wire, expected) => {
    expect(decodeReplies(Buffer.from(wire, 'latin1'))).toEqual(expected);
  });

  it.each(CASES)('%s, byte by byte', (_name, wire, expected) => {
    const parser = new ReplyParser();
    const got: Reply[] = [];
    for (const byte of Buffer.from(wire, 'latin1')) {
      parser.feed(Buffer.of(byte));
      got.push(...parser.all());
    }
    expect(got).toEqual(expected);
    expect(parser.pendingBytes).toBe(0);
    expect(parser.bytesConsumed).toBe(wire.length);
  });

  it('counts the bytes of an unfinished aggregate as pending', () => {
    const parser = new ReplyParser();
    parser.feed(Buffer.from('*2\r\n:1\r\n:2'));
    expect(parser.next()).toBeUndefined();
    expect(parser.pendingBytes).toBe(10);
  });

  it.each(['\r\n', '?\r\n', ':x\r\n', '$x\r\n', '%-1\r\n', '$1\r\nabc', '#y\r\n'])('refuses %j', (wire) => {
    expect(() => decodeReplies(Buffer.from(wire))).toThrow(SyntaxError);
  });

  it('makes plain values', () => {
    const [reply] = decodeReplies(Buffer.from('%2\r\n+a\r\n*2\r\n:1\r\n_\r\n$1\r\nb\r\n-ERR x\r\n'));
    expect(toPlain(reply!)).toEqual({ a: [1, null], b: new Error('ERR x') });
  });
});
