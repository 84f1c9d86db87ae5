import zcard from '../../../src/commands/sorted-set/zcard.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(zcard, {
  counts: [
    ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
    ['ZCARD z', '(integer) 5'],
    ['ZCARD missing', '(integer) 0'],
    ['SET s v', 'OK'],
    ['ZCARD s', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
