import zrevrangebylex from '../../../src/commands/sorted-set/zrevrangebylex.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(zrevrangebylex, {
  'from the last': [
    ['ZADD w 0 a 0 b 0 c 0 d 0 aa 0 ""', '(integer) 6'],
    ['ZREVRANGEBYLEX w + -', ['1) "d"', '2) "c"', '3) "b"', '4) "aa"', '5) "a"', '6) ""']],
    ['ZREVRANGEBYLEX w (c [aa', ['1) "b"', '2) "aa"']],
    ['ZREVRANGEBYLEX w + - LIMIT 1 2', ['1) "c"', '2) "b"']],
  ],
});
