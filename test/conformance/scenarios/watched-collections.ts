/** WATCH of collections: what counts as a change of a key, and what only looks like one. */
import { group, on, pipeline, type StepLike } from '../scenario.ts';

const LIST = 'RPUSH k a b c';
const HASH = 'HSET k f v g w';
const SET = 'SADD k a b';
const ZSET = 'ZADD k 1 a 2 b';
const STREAM = 'XADD k 1-1 f v';
const GROUP = [STREAM, 'XADD k 2-1 f v', 'XGROUP CREATE k g 0', 'XREADGROUP GROUP g c COUNT 1 STREAMS k >'];

/** What is there before, and what may or may not change it. */
const CHANGES: readonly (readonly [setup: readonly string[], changes: readonly string[]])[] = [
  [
    [LIST],
    [
      'LTRIM k 0 -1',
      'LREM k 0 zz',
      'LINSERT k BEFORE zz x',
      'LPOP k 0',
      'LSET k 0 a',
      'LMOVE k k LEFT LEFT',
      'SORT k ALPHA STORE k',
      'LPUSHX other a',
      'LPOP k 3',
      'BLPOP k 0',
      'LMPOP 2 other k LEFT',
      'RPOPLPUSH k other',
      'SORT k ALPHA',
      'LRANGE k 0 -1',
    ],
  ],
  [
    [HASH],
    [
      'HSET k f v',
      'HSETNX k f v',
      'HDEL k zz',
      'HINCRBYFLOAT k n 0',
      'HGETEX k FIELDS 1 f',
      'HGETEX k EX 100 FIELDS 1 f',
      'HGETEX k PERSIST FIELDS 1 f',
      'HSETEX k FNX FIELDS 1 f x',
      'HSETEX k FXX FIELDS 1 f x',
      'HGETDEL k FIELDS 1 zz',
      'HGETDEL k FIELDS 2 f g',
      'HEXPIRE k 100 FIELDS 1 zz',
      'HEXPIRE k 100 FIELDS 1 f',
      'HEXPIRE k 0 FIELDS 1 f',
      'HPERSIST k FIELDS 1 f',
    ],
  ],
  [
    [HASH, 'HEXPIRE k 100 FIELDS 1 f'],
    ['HPERSIST k FIELDS 1 f', 'HEXPIRE k 50 GT FIELDS 1 f', 'HSET k f v', 'HTTL k FIELDS 1 f'],
  ],
  [
    [SET],
    [
      'SADD k a',
      'SREM k zz',
      'SMOVE k k a',
      'SMOVE k other zz',
      'SMOVE k other a',
      'SUNIONSTORE k k',
      'SINTERSTORE other k',
    ],
  ],
  [
    [ZSET],
    [
      'ZADD k 1 a',
      'ZADD k XX 1 zz',
      'ZADD k GT 0 a',
      'ZADD k CH 5 a',
      'ZINCRBY k 0 a',
      'ZREM k zz',
      'ZREMRANGEBYSCORE k 100 200',
      'ZPOPMIN k 0',
      'ZPOPMIN k',
      'ZRANGESTORE other k 0 -1',
      'ZUNIONSTORE k 1 k',
      'ZDIFFSTORE k 2 k k',
      'GEOADD k XX 1 1 zz',
    ],
  ],
  [
    GROUP,
    [
      'XADD k NOMKSTREAM 5-1 f v',
      'XDEL k 9-9',
      'XDEL k 1-1',
      'XTRIM k MAXLEN 10',
      'XTRIM k MAXLEN 1',
      'XSETID k 9-9',
      'XGROUP CREATE k h $',
      'XGROUP SETID k g 0',
      'XGROUP CREATECONSUMER k g d',
      'XGROUP DELCONSUMER k g c',
      'XGROUP DESTROY k g',
      'XREADGROUP GROUP g c STREAMS k >',
      'XREADGROUP GROUP g d STREAMS k 0',
      'XACK k g 1-1',
      'XACK k g 9-9',
      'XCLAIM k g d 0 1-1 JUSTID',
      'XAUTOCLAIM k g d 0 0 JUSTID',
      'XREAD STREAMS k 0',
    ],
  ],
  [
    [],
    [
      'XGROUP CREATE k g $ MKSTREAM',
      'PFADD k a',
      'SETBIT k 0 0',
      'BITOP NOT k other',
      'ZUNIONSTORE k 1 other',
      'HSETEX k FXX FIELDS 1 f v',
    ],
  ],
  [['PFADD k a'], ['PFADD k a', 'PFADD k b', 'PFCOUNT k', 'PFMERGE k other']],
  [
    ['SETBIT k 7 1'],
    ['SETBIT k 7 1', 'BITFIELD k GET u8 0', 'BITFIELD k SET u8 0 1', 'BITFIELD k OVERFLOW FAIL INCRBY u2 0 9'],
  ],
];

const all = (each: (change: string) => StepLike[]): StepLike[] =>
  CHANGES.flatMap(([setup, changes]) => changes.flatMap((change) => ['FLUSHALL', ...setup, ...each(change)]));

export default group(
  'watched collections',
  {
    'what WATCH notices': all((change) => [
      on('b', 'WATCH k'),
      change,
      on('b', pipeline('MULTI', 'PING', 'EXEC')),
      on('b', 'UNWATCH'),
    ]),
    'what scripts do is noticed': all((change) => [
      on('b', 'WATCH k'),
      ...(change.startsWith('BLPOP')
        ? []
        : [['EVAL', 'return redis.pcall(unpack(ARGV)) and 1', '0', ...change.split(' ')]]),
      on('b', pipeline('MULTI', 'PING', 'EXEC')),
      on('b', 'UNWATCH'),
    ]),
  },
  ['list', 'hash', 'set', 'zset', 'stream', 'multi', 'script', 'bitmap', 'hyperloglog', 'geo'],
);
