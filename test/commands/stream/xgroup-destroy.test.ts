import xgroupDestroy from '../../../src/commands/stream/xgroup-destroy.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(xgroupDestroy, {
  destroys: [
    ['XADD s 1-1 a 1', '"1-1"'],
    ['XADD s 1-2 b 2 c 3', '"1-2"'],
    ['XADD s 2-0 d 4', '"2-0"'],
    ['XADD s 5-5 e 5', '"5-5"'],
    ['XGROUP CREATE s g 0', 'OK'],
    [
      'XREADGROUP GROUP g alice COUNT 3 STREAMS s >',
      [
        '1) 1) "s"',
        '   2) 1) 1) "1-1"',
        '         2) 1) "a"',
        '            2) "1"',
        '      2) 1) "1-2"',
        '         2) 1) "b"',
        '            2) "2"',
        '            3) "c"',
        '            4) "3"',
        '      3) 1) "2-0"',
        '         2) 1) "d"',
        '            2) "4"',
      ],
    ],
    ['XGROUP DESTROY s g', '(integer) 1'],
    ['XGROUP DESTROY s g', '(integer) 0'],
    ['XINFO GROUPS s', '(empty array)'],
    [
      'XGROUP DESTROY missing g',
      '(error) ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.',
    ],
    ['XGROUP DESTROY s', "(error) ERR wrong number of arguments for 'xgroup|destroy' command"],
    ['SET str v', 'OK'],
    ['XGROUP DESTROY str g', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
