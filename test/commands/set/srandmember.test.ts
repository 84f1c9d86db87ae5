import srandmember from '../../../src/commands/set/srandmember.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(srandmember, {
  'gives the only member': [
    ['SADD s a', '(integer) 1'],
    ['SRANDMEMBER s', '"a"'],
    ['SRANDMEMBER s 3', '1) "a"'],
    ['SRANDMEMBER s -3', '1) "a"\n2) "a"\n3) "a"'],
    ['SRANDMEMBER s 0', '(empty array)'],
    ['SRANDMEMBER missing', '(nil)'],
    ['SRANDMEMBER missing 1', '(empty array)'],
  ],
  'refuses other counts': [
    ['SRANDMEMBER s x', '(error) ERR value is not an integer or out of range'],
    [
      'SRANDMEMBER s -9223372036854775808',
      '(error) ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
    ],
    ['SRANDMEMBER s 1 2', '(error) ERR syntax error'],
    ['SADD s a', '(integer) 1'],
    ['SRANDMEMBER s -9223372036854775807', '(error) ERR value is out of range'],
    ['SRANDMEMBER s -16777217', '(error) ERR value is out of range'],
    ['SRANDMEMBER s 9223372036854775807', '1) "a"'],
    ['SET k v', 'OK'],
    ['SRANDMEMBER k', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
