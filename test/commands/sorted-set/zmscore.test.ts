import zmscore from '../../../src/commands/sorted-set/zmscore.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(zmscore, {
  'gives each': [
    ['ZADD z 1 a 2 b 3 c 4 d 5 e', '(integer) 5'],
    ['ZMSCORE z a x b a', ['1) "1"', '2) (nil)', '3) "2"', '4) "1"']],
    ['ZMSCORE missing a b', ['1) (nil)', '2) (nil)']],
    ['ZMSCORE z', "(error) ERR wrong number of arguments for 'zmscore' command"],
    ['SET s v', 'OK'],
    ['ZMSCORE s a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
