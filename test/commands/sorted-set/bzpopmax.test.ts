import bzpopmax from '../../../src/commands/sorted-set/bzpopmax.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(bzpopmax, {
  'pops at once from the first set': [
    ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
    ['ZADD y 7 q', '(integer) 1'],
    ['BZPOPMAX none z y 0', ['1) "z"', '2) "e"', '3) "5"']],
    ['BZPOPMAX y z 1.5', ['1) "y"', '2) "q"', '3) "7"']],
    ['EXISTS y', '(integer) 0'],
    ['BZPOPMAX z 0', ['1) "z"', '2) "d"', '3) "4"']],
  ],
  'refuses what does not fit': [
    ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
    ['BZPOPMAX z', "(error) ERR wrong number of arguments for 'bzpopmax' command"],
    ['BZPOPMAX z -1', '(error) ERR timeout is negative'],
    ['BZPOPMAX z abc', '(error) ERR timeout is not a float or out of range'],
    ['BZPOPMAX none 9223372036854775', '(error) ERR timeout is out of range'],
    ['SET s v', 'OK'],
    ['BZPOPMAX none s z 0', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['ZCARD z', '(integer) 5'],
  ],
});
