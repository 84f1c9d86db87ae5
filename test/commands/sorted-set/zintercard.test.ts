import zintercard from '../../../src/commands/sorted-set/zintercard.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(zintercard, {
  counts: [
    ['ZADD a 1 x 2 y 3 z', '(integer) 3'],
    ['ZADD b 10 y 20 z 30 w', '(integer) 3'],
    ['SADD s x y', '(integer) 2'],
    ['ZINTERCARD 2 a b', '(integer) 2'],
    ['ZINTERCARD 2 a b LIMIT 1', '(integer) 1'],
    ['ZINTERCARD 2 a b LIMIT 0', '(integer) 2'],
    ['ZINTERCARD 2 a s', '(integer) 2'],
    ['ZINTERCARD 2 a missing', '(integer) 0'],
    ['ZINTERCARD 2 s s', '(integer) 2'],
  ],
  'refuses what does not fit': [
    ['ZADD a 1 x 2 y 3 z', '(integer) 3'],
    ['ZADD b 10 y 20 z 30 w', '(integer) 3'],
    ['SADD s x y', '(integer) 2'],
    ['ZINTERCARD 2 a b LIMIT -1', "(error) ERR LIMIT can't be negative"],
    ['ZINTERCARD 2 a b LIMIT abc', "(error) ERR LIMIT can't be negative"],
    ['ZINTERCARD 2 a b LIMIT', '(error) ERR syntax error'],
    ['ZINTERCARD 0 a', "(error) ERR at least 1 input key is needed for 'zintercard' command"],
    ['ZINTERCARD 3 a b', '(error) ERR syntax error'],
    ['ZINTERCARD 1 a WITHSCORES', '(error) ERR syntax error'],
    ['SET str v', 'OK'],
    ['ZINTERCARD 1 str', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
