import xdel from '../../../src/commands/stream/xdel.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(xdel, {
  deletes: [
    ['XADD s 1-1 a 1', '"1-1"'],
    ['XADD s 1-2 b 2 c 3', '"1-2"'],
    ['XADD s 2-0 d 4', '"2-0"'],
    ['XADD s 5-5 e 5', '"5-5"'],
    ['XDEL s 1-1 9-9 2-0', '(integer) 2'],
    ['XDEL s 1-1', '(integer) 0'],
    ['XDEL s 5', '(integer) 0'],
    [
      'XRANGE s - +',
      [
        '1) 1) "1-2"',
        '   2) 1) "b"',
        '      2) "2"',
        '      3) "c"',
        '      4) "3"',
        '2) 1) "5-5"',
        '   2) 1) "e"',
        '      2) "5"',
      ],
    ],
    ['XDEL s 1-2 5-5', '(integer) 2'],
    ['XLEN s', '(integer) 0'],
    ['EXISTS s', '(integer) 1'],
    ['XADD s 5-5 f v', '(error) ERR The ID specified in XADD is equal or smaller than the target stream top item'],
    ['XADD s 6-0 f v', '"6-0"'],
  ],
  refuses: [
    ['XDEL missing abc', '(integer) 0'],
    ['XADD s 1-1 a 1', '"1-1"'],
    ['XADD s 1-2 b 2 c 3', '"1-2"'],
    ['XADD s 2-0 d 4', '"2-0"'],
    ['XADD s 5-5 e 5', '"5-5"'],
    ['XDEL s 1-1 abc', '(error) ERR Invalid stream ID specified as stream command argument'],
    ['XLEN s', '(integer) 4'],
    ['XDEL s', "(error) ERR wrong number of arguments for 'xdel' command"],
    ['SET str v', 'OK'],
    ['XDEL str 1-1', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
