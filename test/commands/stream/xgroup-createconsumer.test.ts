import xgroupCreateconsumer from '../../../src/commands/stream/xgroup-createconsumer.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(xgroupCreateconsumer, {
  creates: [
    ['XADD s 1-1 a 1', '"1-1"'],
    ['XADD s 1-2 b 2 c 3', '"1-2"'],
    ['XADD s 2-0 d 4', '"2-0"'],
    ['XADD s 5-5 e 5', '"5-5"'],
    ['XGROUP CREATE s g 0', 'OK'],
    ['XGROUP CREATECONSUMER s g alice', '(integer) 1'],
    ['XGROUP CREATECONSUMER s g alice', '(integer) 0'],
    ['XGROUP CREATECONSUMER s nogroup alice', "(error) NOGROUP No such consumer group 'nogroup' for key name 's'"],
    [
      'XGROUP CREATECONSUMER missing g alice',
      '(error) ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.',
    ],
    ['XGROUP CREATECONSUMER s g', "(error) ERR wrong number of arguments for 'xgroup|createconsumer' command"],
    ['SET str v', 'OK'],
    ['XGROUP CREATECONSUMER str g a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
