import zrevrangebyscore from '../../../src/commands/sorted-set/zrevrangebyscore.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(zrevrangebyscore, {
  'from the highest': [
    ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
    ['ZREVRANGEBYSCORE z 3 (1', ['1) "c"', '2) "b"']],
    ['ZREVRANGEBYSCORE z inf -inf LIMIT 1 2 WITHSCORES', ['1) "d"', '2) "4"', '3) "c"', '4) "3"']],
    ['ZREVRANGEBYSCORE z 1 3', '(empty array)'],
    ['ZREVRANGEBYSCORE z nan 1', '(error) ERR min or max is not a float'],
  ],
});
