import xlen from '../../../src/commands/stream/xlen.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(xlen, {
  counts: [
    ['XLEN s', '(integer) 0'],
    ['XADD s 1-1 a 1', '"1-1"'],
    ['XADD s 1-2 b 2 c 3', '"1-2"'],
    ['XADD s 2-0 d 4', '"2-0"'],
    ['XADD s 5-5 e 5', '"5-5"'],
    ['XLEN s', '(integer) 4'],
    ['XDEL s 1-2', '(integer) 1'],
    ['XLEN s', '(integer) 3'],
    ['SET str v', 'OK'],
    ['XLEN str', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['XLEN', "(error) ERR wrong number of arguments for 'xlen' command"],
  ],
});
