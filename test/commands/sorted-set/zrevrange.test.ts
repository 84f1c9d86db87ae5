import zrevrange from '../../../src/commands/sorted-set/zrevrange.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(zrevrange, {
  'by rank': [
    ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
    ['ZREVRANGE z 0 1', ['1) "e"', '2) "d"']],
    ['ZREVRANGE z -2 -1 WITHSCORES', ['1) "b"', '2) "2"', '3) "a"', '4) "1"']],
    ['ZREVRANGE z 0 1 REV', '(error) ERR syntax error'],
    [
      'ZREVRANGE z 0 1 LIMIT 0 1',
      '(error) ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX',
    ],
    ['SET s v', 'OK'],
    ['ZREVRANGE s 0 1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
