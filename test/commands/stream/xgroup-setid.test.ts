import xgroupSetid from '../../../src/commands/stream/xgroup-setid.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(xgroupSetid, {
  sets: [
    ['XADD s 1-1 a 1', '"1-1"'],
    ['XADD s 1-2 b 2 c 3', '"1-2"'],
    ['XADD s 2-0 d 4', '"2-0"'],
    ['XADD s 5-5 e 5', '"5-5"'],
    ['XGROUP CREATE s g 0', 'OK'],
    ['XGROUP SETID s g 1-2', 'OK'],
    ['XGROUP SETID s g $', 'OK'],
    ['XGROUP SETID s g 0 ENTRIESREAD 2', 'OK'],
    ['XGROUP SETID s g -', 'OK'],
    [
      'XINFO GROUPS s',
      [
        '1) 1) "name"',
        '   2) "g"',
        '   3) "consumers"',
        '   4) (integer) 0',
        '   5) "pending"',
        '   6) (integer) 0',
        '   7) "last-delivered-id"',
        '   8) "0-0"',
        '   9) "entries-read"',
        '   10) (nil)',
        '   11) "lag"',
        '   12) (integer) 4',
      ],
    ],
  ],
  refuses: [
    ['XADD s 1-1 a 1', '"1-1"'],
    ['XADD s 1-2 b 2 c 3', '"1-2"'],
    ['XADD s 2-0 d 4', '"2-0"'],
    ['XADD s 5-5 e 5', '"5-5"'],
    ['XGROUP SETID s nogroup 0', "(error) NOGROUP No such consumer group 'nogroup' for key name 's'"],
    [
      'XGROUP SETID missing g 0',
      '(error) ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.',
    ],
    ['XGROUP CREATE s g 0', 'OK'],
    ['XGROUP SETID s g abc', '(error) ERR Invalid stream ID specified as stream command argument'],
    [
      'XGROUP SETID s g 0 FOO',
      "(error) ERR unknown subcommand or wrong number of arguments for 'SETID'. Try XGROUP HELP.",
    ],
    ['XGROUP SETID s g', "(error) ERR wrong number of arguments for 'xgroup|setid' command"],
  ],
});
