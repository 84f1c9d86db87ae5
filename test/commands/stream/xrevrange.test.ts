import xrevrange from '../../../src/commands/stream/xrevrange.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(xrevrange, {
  'gives an interval backwards': [
    ['XADD s 1-1 a 1', '"1-1"'],
    ['XADD s 1-2 b 2 c 3', '"1-2"'],
    ['XADD s 2-0 d 4', '"2-0"'],
    ['XADD s 5-5 e 5', '"5-5"'],
    [
      'XREVRANGE s 2 1',
      [
        '1) 1) "2-0"',
        '   2) 1) "d"',
        '      2) "4"',
        '2) 1) "1-2"',
        '   2) 1) "b"',
        '      2) "2"',
        '      3) "c"',
        '      4) "3"',
        '3) 1) "1-1"',
        '   2) 1) "a"',
        '      2) "1"',
      ],
    ],
    [
      'XREVRANGE s + - COUNT 2',
      ['1) 1) "5-5"', '   2) 1) "e"', '      2) "5"', '2) 1) "2-0"', '   2) 1) "d"', '      2) "4"'],
    ],
    [
      'XREVRANGE s (5-5 -',
      [
        '1) 1) "2-0"',
        '   2) 1) "d"',
        '      2) "4"',
        '2) 1) "1-2"',
        '   2) 1) "b"',
        '      2) "2"',
        '      3) "c"',
        '      4) "3"',
        '3) 1) "1-1"',
        '   2) 1) "a"',
        '      2) "1"',
      ],
    ],
    ['XREVRANGE s 0 0', '(empty array)'],
    ['XREVRANGE missing + -', '(empty array)'],
  ],
  'refuses wrong arguments': [
    ['XREVRANGE s abc -', '(error) ERR Invalid stream ID specified as stream command argument'],
    ['XREVRANGE s + - COUNT abc', '(error) ERR value is not an integer or out of range'],
    ['XREVRANGE s +', "(error) ERR wrong number of arguments for 'xrevrange' command"],
    ['SET str v', 'OK'],
    ['XREVRANGE str + -', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
