/** How many changes a command counts as in rdb_changes_since_last_save: a script looks before it and behind it. */
import { group, type StepLike } from '../scenario.ts';

const COUNT = `
  local function changes()
    return tonumber(redis.call('INFO', 'persistence'):match('rdb_changes_since_last_save:(%d+)'))
  end
  local before = changes()
  redis.call(unpack(ARGV))
  return changes() - before`;

const count = (...commands: readonly string[]): StepLike[] =>
  commands.map((command) => ['EVAL', COUNT, '0', ...command.split(' ')]);

const HELLO = Buffer.from('\x00\x05hello\x06\x00\xf5\x9f\xb7\xf6\x90a\x1c\x99', 'latin1');

export default group('change counts', {
  strings: count(
    'SET a b',
    'SET a c NX',
    'MSET a 1 b 2',
    'APPEND a x',
    'INCR n',
    'GETDEL a',
    'DEL b n nobody',
    'DEL b',
  ),
  keys: count('SET a 1', 'RENAME a b', 'COPY b c', 'MOVE c 3', 'EXPIRE b 100', 'PERSIST b', 'PERSIST b', 'EXPIRE x 1'),
  restored: [
    ...['1000000', '0'].map((ttl): StepLike => ['EVAL', COUNT, '0', 'RESTORE', `r${ttl}`, ttl, HELLO]),
    ['EVAL', COUNT, '0', 'RESTORE', 'r0', '1', HELLO, 'REPLACE', 'ABSTTL'],
    ['EVAL', COUNT, '0', 'RESTORE', 'r0', '1', HELLO, 'REPLACE', 'ABSTTL'],
    ...count('RPUSH l d c b a', 'SORT l ALPHA STORE s', 'SORT l ALPHA STORE s', 'SORT none STORE s'),
  ],
  bits: count(
    'SETBIT a 0 0',
    'SETBIT a 0 0',
    'SETBIT a 0 1',
    'SETBIT a 90 0',
    'BITFIELD b SET i5 0 0',
    'BITFIELD b SET i5 0 0',
    'BITFIELD b SET i5 0 1 SET i5 0 2',
    'BITFIELD b INCRBY i5 0 1',
    'BITFIELD b SET i5 90 0',
    'BITOP AND c a b',
  ),
  hyperloglogs: count('PFADD p a b c', 'PFADD p a', 'PFMERGE q p'),
  lists: count(
    'RPUSH l a b c d e f g h',
    'LPUSH l x',
    'LTRIM l 0 5',
    'LTRIM l 0 -1',
    'LPOP l',
    'LPOP l 2',
    'LMOVE l m LEFT RIGHT',
    'LMPOP 1 l LEFT COUNT 2',
    'LMOVE m l LEFT LEFT',
    'LTRIM l 5 1',
  ),
  sets: count('SADD s a b c', 'SADD s a', 'SMOVE s t a', 'SREM s b zz', 'SUNIONSTORE u s t', 'SREM s c', 'SPOP u 5'),
  hashes: count(
    'HSET h a 1 b 2 c 3',
    'HMSET h a 1 b 2',
    'HDEL h a zz',
    'HEXPIRE h 100 FIELDS 2 b c',
    'HGETEX h PERSIST FIELDS 2 b c',
    'HGETDEL h FIELDS 2 b c',
    'HSETEX h FIELDS 2 d 1 e 2',
    'HSETEX h EX 100 FIELDS 2 d 1 e 2',
    'HPERSIST h FIELDS 2 d e',
    'HSETEX h PXAT 1 FIELDS 2 d 1 e 2',
  ),
  'sorted sets': count(
    'ZADD z 1 a 2 b 3 c 4 d 5 e',
    'ZADD z 1 a 9 b 9 f',
    'ZPOPMIN z 2',
    'ZREM z b zz',
    'ZUNIONSTORE y 1 z',
    'ZREMRANGEBYSCORE z -inf +inf',
    'GEOADD g 1 1 a 2 2 b',
  ),
  streams: count('XADD x 1-1 a b', 'XADD x 2-1 a b', 'XGROUP CREATE x g 0', 'XDEL x 1-1 2-1'),
});
