import zmpop from '../../../src/commands/sorted-set/zmpop.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(zmpop, {
  'takes from the first that has any': [
    ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
    ['ZMPOP 1 z MIN', ['1) "z"', '2) 1) 1) "a"', '      2) "1"']],
    ['ZMPOP 2 missing z MAX COUNT 2', ['1) "z"', '2) 1) 1) "e"', '      2) "5"', '   2) 1) "d"', '      2) "4"']],
    ['ZMPOP 2 missing z MIN COUNT 100', ['1) "z"', '2) 1) 1) "b"', '      2) "2"', '   2) 1) "c"', '      2) "3"']],
    ['ZMPOP 2 missing z MIN', '(nil)'],
  ],
  'refuses wrong arguments': [
    ['ZMPOP 0 z MIN', '(error) ERR numkeys should be greater than 0'],
    ['ZMPOP abc z MIN', '(error) ERR numkeys should be greater than 0'],
    ['ZMPOP 1 z FOO', '(error) ERR syntax error'],
    ['ZMPOP 1 z MIN COUNT 0', '(error) ERR count should be greater than 0'],
    ['ZMPOP 1 z MIN COUNT 1 COUNT 1', '(error) ERR syntax error'],
    ['ZMPOP 2 z MIN', '(error) ERR syntax error'],
    ['ZMPOP 1 z', "(error) ERR wrong number of arguments for 'zmpop' command"],
    ['SET s v', 'OK'],
    ['ZMPOP 1 s MIN', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
