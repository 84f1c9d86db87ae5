import xtrim from '../../../src/commands/stream/xtrim.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(xtrim, {
  'keeps so many': [
    ['XADD s 1-1 a 1', '"1-1"'],
    ['XADD s 1-2 b 2 c 3', '"1-2"'],
    ['XADD s 2-0 d 4', '"2-0"'],
    ['XADD s 5-5 e 5', '"5-5"'],
    ['XTRIM s MAXLEN 3', '(integer) 1'],
    ['XTRIM s MAXLEN = 1', '(integer) 2'],
    ['XRANGE s - +', ['1) 1) "5-5"', '   2) 1) "e"', '      2) "5"']],
    ['XTRIM s MAXLEN 0', '(integer) 1'],
    ['EXISTS s', '(integer) 1'],
    ['XTRIM missing MAXLEN 1', '(integer) 0'],
  ],
  'keeps from an ID on': [
    ['XADD s 1-1 a 1', '"1-1"'],
    ['XADD s 1-2 b 2 c 3', '"1-2"'],
    ['XADD s 2-0 d 4', '"2-0"'],
    ['XADD s 5-5 e 5', '"5-5"'],
    ['XTRIM s MINID 1-2', '(integer) 1'],
    ['XTRIM s MINID 5', '(integer) 2'],
    ['XRANGE s - +', ['1) 1) "5-5"', '   2) 1) "e"', '      2) "5"']],
    ['XTRIM s MINID 9', '(integer) 1'],
  ],
  'only whole leaves go with ~': [
    ['XADD s 1-1 a 1', '"1-1"'],
    ['XADD s 1-2 b 2 c 3', '"1-2"'],
    ['XADD s 2-0 d 4', '"2-0"'],
    ['XADD s 5-5 e 5', '"5-5"'],
    ['XTRIM s MAXLEN ~ 1', '(integer) 0'],
    ['XTRIM s MINID ~ 5', '(integer) 0'],
    ['XTRIM s MINID ~ 9', '(integer) 4'],
    ['XLEN s', '(integer) 0'],
  ],
  'refuses wrong options': [
    ['XTRIM s MAXLEN', "(error) ERR wrong number of arguments for 'xtrim' command"],
    ['XTRIM s MAXLEN abc', '(error) ERR value is not an integer or out of range'],
    ['XTRIM s MAXLEN -1', '(error) ERR The MAXLEN argument must be >= 0.'],
    ['XTRIM s FOO 1', '(error) ERR syntax error'],
    ['XTRIM s MAXLEN 1 LIMIT 1', '(error) ERR syntax error, LIMIT cannot be used without the special ~ option'],
    [
      'XTRIM s MAXLEN 1 MAXLEN 2',
      '(error) ERR syntax error, MAXLEN and MINID options at the same time are not compatible',
    ],
    ['XTRIM s LIMIT 1', '(error) ERR syntax error, LIMIT cannot be used without specifying a trimming strategy'],
    ['XTRIM s LIMIT 0', '(error) ERR syntax error, XTRIM must be called with a trimming strategy'],
    ['SET str v', 'OK'],
    ['XTRIM str MAXLEN 1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
