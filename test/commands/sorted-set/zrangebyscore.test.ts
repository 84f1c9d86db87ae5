import zrangebyscore from '../../../src/commands/sorted-set/zrangebyscore.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(zrangebyscore, {
  'in order': [
    ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
    ['ZRANGEBYSCORE z (1 3', ['1) "b"', '2) "c"']],
    ['ZRANGEBYSCORE z 2 inf WITHSCORES LIMIT 1 2', ['1) "c"', '2) "3"', '3) "d"', '4) "4"']],
    ['ZRANGEBYSCORE z 5 1', '(empty array)'],
    ['ZRANGEBYSCORE z abc 1', '(error) ERR min or max is not a float'],
    ['ZRANGEBYSCORE z "" 1', '1) "a"'],
    ['ZRANGEBYSCORE z ( 1', '1) "a"'],
    ['ZRANGEBYSCORE z 0x1 5', '(error) ERR min or max is not a float'],
    ['ZRANGEBYSCORE z -1e400 1e400 LIMIT 0 1', '1) "a"'],
    ['ZRANGEBYSCORE z 1e-400 1', '1) "a"'],
    ['ZRANGEBYSCORE z " 1" 2', '(error) ERR min or max is not a float'],
    ['ZRANGEBYSCORE z 0 1 LIMIT a 1', '(error) ERR value is not an integer or out of range'],
  ],
});
