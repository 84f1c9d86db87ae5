import zrangebylex from '../../../src/commands/sorted-set/zrangebylex.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(zrangebylex, {
  'in order': [
    ['ZADD w 0 a 0 b 0 c 0 d 0 aa 0 ""', '(integer) 6'],
    ['ZRANGEBYLEX w - +', ['1) ""', '2) "a"', '3) "aa"', '4) "b"', '5) "c"', '6) "d"']],
    ['ZRANGEBYLEX w [aa (c', ['1) "aa"', '2) "b"']],
    ['ZRANGEBYLEX w (a +  LIMIT 1 2', ['1) "b"', '2) "c"']],
    ['ZRANGEBYLEX w + -', '(empty array)'],
    ['ZRANGEBYLEX w a b', '(error) ERR min or max not valid string range item'],
    ['ZRANGEBYLEX w "" +', '(error) ERR min or max not valid string range item'],
    ['ZRANGEBYLEX w -x +', '(error) ERR min or max not valid string range item'],
    ['ZRANGEBYLEX w - + WITHSCORES', '(error) ERR syntax error, WITHSCORES not supported in combination with BYLEX'],
  ],
});
