import zlexcount from '../../../src/commands/sorted-set/zlexcount.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(zlexcount, {
  counts: [
    ['ZADD w 0 a 0 b 0 c 0 d 0 aa 0 ""', '(integer) 6'],
    ['ZLEXCOUNT w - +', '(integer) 6'],
    ['ZLEXCOUNT w [a (c', '(integer) 3'],
    ['ZLEXCOUNT w + -', '(integer) 0'],
    ['ZLEXCOUNT w a b', '(error) ERR min or max not valid string range item'],
    ['ZLEXCOUNT missing - +', '(integer) 0'],
  ],
});
