import zremrangebylex from '../../../src/commands/sorted-set/zremrangebylex.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(zremrangebylex, {
  removes: [
    ['ZADD w 0 a 0 b 0 c 0 d 0 aa 0 ""', '(integer) 6'],
    ['ZREMRANGEBYLEX w [aa (d', '(integer) 3'],
    ['ZRANGE w 0 -1', ['1) ""', '2) "a"', '3) "d"']],
    ['ZREMRANGEBYLEX w - +', '(integer) 3'],
    ['EXISTS w', '(integer) 0'],
    ['ZREMRANGEBYLEX w a b', '(error) ERR min or max not valid string range item'],
  ],
});
