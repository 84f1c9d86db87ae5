/** DUMP and RESTORE: replies here; payloads that travel between servers have programs of their own. */
import { intset, payloadOf, short } from '../../store/rdb/payloads.ts';
import { aboutEqual, group, type StepLike, sameType } from '../scenario.ts';

/** A small string, "hello", as redis 7 serialises it: version 10 with its CRC. */
const HELLO = Buffer.from('0005' + '68656c6c6f' + '0a00', 'hex');

export default group(
  'dump',
  {
    'there and back': {
      needs: ['list', 'hash', 'set', 'zset', 'stream'],
      steps: [
        'SET s hello',
        'RPUSH l a b',
        'HSET h f v',
        'SADD st 1 2',
        'ZADD z 1 a',
        'XADD x 1-1 f v',
        ...['s', 'l', 'h', 'st', 'z', 'x', 'missing'].map((key) => sameType(`DUMP ${key}`)),
      ],
    },
    // Where Redis is not told to look at all of it, it takes such a set as it is, and does not find its members.
    'sets of integers that are none': {
      needs: ['set'],
      config: { 'sanitize-dump-payload': 'yes' },
      steps: [
        [1, 2, 3],
        [3, 1, 2],
        [1, 1, 2],
        [-70_000, 70_000],
        [70_000, -70_000],
        [2 ** 40, 1],
      ].flatMap((numbers): StepLike[] => [
        ['RESTORE', 'set', '0', payloadOf(Buffer.concat([Buffer.of(11), short(intset(numbers))])), 'REPLACE'],
        'SMEMBERS set',
      ]),
    },
    errors: [
      'DUMP',
      'DUMP a b',
      'RESTORE',
      'RESTORE k 0',
      'RESTORE k abc x',
      'RESTORE k -1 x',
      'RESTORE k 0 garbage',
      'RESTORE k 0 ""',
      ['RESTORE', 'k', '0', HELLO],
      ['RESTORE', 'k', '0', Buffer.concat([HELLO, Buffer.alloc(8)])],
      ['RESTORE', 'k', '0', Buffer.concat([HELLO.subarray(0, 7), Buffer.from('ff000000000000000000', 'hex')])],
      'RESTORE k 0 garbage REPLACE',
      'RESTORE k 0 garbage FOO',
      'RESTORE k 0 garbage IDLETIME abc',
      'RESTORE k 0 garbage IDLETIME -1',
      'RESTORE k 0 garbage FREQ 256',
      'RESTORE k 0 garbage FREQ 1 IDLETIME 1',
      'SET k v',
      'RESTORE k 0 garbage',
      'GET k',
      aboutEqual(0, 'TTL k'),
    ].map((one): StepLike => one as StepLike),
  },
  ['dump'],
);
