import xinfoConsumers from '../../../src/commands/stream/xinfo-consumers.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(xinfoConsumers, {
  refuses: [
    ['XADD s 1-1 a 1', '"1-1"'],
    ['XADD s 1-2 b 2 c 3', '"1-2"'],
    ['XADD s 2-0 d 4', '"2-0"'],
    ['XADD s 5-5 e 5', '"5-5"'],
    ['XGROUP CREATE s g 0', 'OK'],
    ['XINFO CONSUMERS s g', '(empty array)'],
    ['XINFO CONSUMERS s nogroup', "(error) NOGROUP No such consumer group 'nogroup' for key name 's'"],
    ['XINFO CONSUMERS missing g', '(error) ERR no such key'],
    ['XINFO CONSUMERS s', "(error) ERR wrong number of arguments for 'xinfo|consumers' command"],
    ['SET str v', 'OK'],
    ['XINFO CONSUMERS str g', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
