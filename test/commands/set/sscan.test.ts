import sscan from '../../../src/commands/set/sscan.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sscan, {
  'gives small sets as a whole': [
    ['SADD s a 1', '(integer) 2'],
    ['SSCAN s 0', '1) "0"\n2) 1) "a"\n   2) "1"'],
    ['SSCAN s 0 MATCH a COUNT 1', '1) "0"\n2) 1) "a"'],
    ['SADD i 1 2', '(integer) 2'],
    ['SSCAN i 0', '1) "0"\n2) 1) "1"\n   2) "2"'],
    ['SSCAN missing 0', '1) "0"\n2) (empty array)'],
  ],
  'refuses what it does not know': [
    ['SADD s a', '(integer) 1'],
    ['SSCAN s x', '(error) ERR invalid cursor'],
    ['SSCAN s 0 FOO', '(error) ERR syntax error'],
    ['SSCAN s 0 COUNT 0', '(error) ERR syntax error'],
    ['SSCAN s 0 NOVALUES', '(error) ERR NOVALUES option can only be used in HSCAN'],
    ['SET k v', 'OK'],
    ['SSCAN k 0', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['SSCAN s', "(error) ERR wrong number of arguments for 'sscan' command"],
  ],
});
