import xread from '../../../src/commands/stream/xread.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(xread, {
  'gives what comes behind': [
    ['XADD s 1-1 a 1', '"1-1"'],
    ['XADD s 1-2 b 2 c 3', '"1-2"'],
    ['XADD s 2-0 d 4', '"2-0"'],
    ['XADD s 5-5 e 5', '"5-5"'],
    ['XADD t 1-1 x y', '"1-1"'],
    [
      'XREAD STREAMS s t 2 0',
      [
        '1) 1) "s"',
        '   2) 1) 1) "5-5"',
        '         2) 1) "e"',
        '            2) "5"',
        '2) 1) "t"',
        '   2) 1) 1) "1-1"',
        '         2) 1) "x"',
        '            2) "y"',
      ],
    ],
    ['XREAD COUNT 1 STREAMS s t 0 1-1', ['1) 1) "s"', '   2) 1) 1) "1-1"', '         2) 1) "a"', '            2) "1"']],
    ['XREAD STREAMS s $', '(nil)'],
    [
      'XREAD STREAMS s t + +',
      [
        '1) 1) "s"',
        '   2) 1) 1) "5-5"',
        '         2) 1) "e"',
        '            2) "5"',
        '2) 1) "t"',
        '   2) 1) 1) "1-1"',
        '         2) 1) "x"',
        '            2) "y"',
      ],
    ],
    ['XREAD STREAMS missing 0', '(nil)'],
    ['XREAD COUNT -1 STREAMS s 5', ['1) 1) "s"', '   2) 1) 1) "5-5"', '         2) 1) "e"', '            2) "5"']],
  ],
  refuses: [
    ['XADD s 1-1 a 1', '"1-1"'],
    ['XADD s 1-2 b 2 c 3', '"1-2"'],
    ['XADD s 2-0 d 4', '"2-0"'],
    ['XADD s 5-5 e 5', '"5-5"'],
    ['XREAD STREAMS s', "(error) ERR wrong number of arguments for 'xread' command"],
    [
      'XREAD STREAMS s t 0',
      "(error) ERR Unbalanced 'xread' list of streams: for each stream key an ID, '+', or '$' must be specified.",
    ],
    ['XREAD COUNT abc STREAMS s 0', '(error) ERR value is not an integer or out of range'],
    ['XREAD FOO STREAMS s 0', '(error) ERR syntax error'],
    ['XREAD STREAMS s abc', '(error) ERR Invalid stream ID specified as stream command argument'],
    [
      'XREAD STREAMS s >',
      '(error) ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.',
    ],
    ['XREAD BLOCK -1 STREAMS s 0', '(error) ERR timeout is negative'],
    ['XREAD BLOCK abc STREAMS s 0', '(error) ERR timeout is not an integer or out of range'],
    [
      'XREAD GROUP g c STREAMS s 0',
      '(error) ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.',
    ],
    [
      'XREAD NOACK STREAMS s 0',
      '(error) ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.',
    ],
    ['SET str v', 'OK'],
    ['XREAD STREAMS s str 0 0', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['XREAD', "(error) ERR wrong number of arguments for 'xread' command"],
  ],
});
