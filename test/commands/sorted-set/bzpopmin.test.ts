import bzpopmin from '../../../src/commands/sorted-set/bzpopmin.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(bzpopmin, {
  'pops at once from the first set': [
    ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
    ['ZADD y 7 q', '(integer) 1'],
    ['BZPOPMIN none z y 0', ['1) "z"', '2) "a"', '3) "1"']],
    ['BZPOPMIN y z 1.5', ['1) "y"', '2) "q"', '3) "7"']],
    ['EXISTS y', '(integer) 0'],
    ['BZPOPMIN z 0', ['1) "z"', '2) "b"', '3) "2"']],
  ],
  'refuses what does not fit': [
    ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
    ['BZPOPMIN z', "(error) ERR wrong number of arguments for 'bzpopmin' command"],
    ['BZPOPMIN z -1', '(error) ERR timeout is negative'],
    ['BZPOPMIN z abc', '(error) ERR timeout is not a float or out of range'],
    ['BZPOPMIN none 9223372036854775', '(error) ERR timeout is out of range'],
    ['SET s v', 'OK'],
    ['BZPOPMIN none s z 0', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['ZCARD z', '(integer) 5'],
  ],
});
