import hrandfield from '../../../src/commands/hash/hrandfield.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(hrandfield, {
  'gives all fields of a small hash': [
    ['HSET h a 1', '(integer) 1'],
    ['HRANDFIELD h', '"a"'],
    ['HRANDFIELD h 3', '1) "a"'],
    ['HRANDFIELD h -2', ['1) "a"', '2) "a"']],
    ['HRANDFIELD h 1 WITHVALUES', ['1) "a"', '2) "1"']],
    ['HRANDFIELD h -2 withvalues', ['1) "a"', '2) "1"', '3) "a"', '4) "1"']],
    ['HRANDFIELD h 0', '(empty array)'],
    ['HRANDFIELD missing', '(nil)'],
    ['HRANDFIELD missing 3', '(empty array)'],
  ],
  'refuses what does not fit': [
    ['HSET h a 1 b 2 c three', '(integer) 3'],
    ['SET s v', 'OK'],
    ['HRANDFIELD s', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['HRANDFIELD s abc', '(error) ERR value is not an integer or out of range'],
    ['HRANDFIELD h abc', '(error) ERR value is not an integer or out of range'],
    ['HRANDFIELD h 1 FOO', '(error) ERR syntax error'],
    ['HRANDFIELD h 1 WITHVALUES WITHVALUES', '(error) ERR syntax error'],
    [
      'HRANDFIELD h -9223372036854775808',
      '(error) ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
    ],
    ['HRANDFIELD h 9223372036854775807 WITHVALUES', '(error) ERR value is out of range'],
    ['HRANDFIELD h 4611686018427387904 WITHVALUES', '(error) ERR value is out of range'],
    ['HRANDFIELD h -4611686018427387904 WITHVALUES', '(error) ERR value is out of range'],
    ['HRANDFIELD h -16777217', '(error) ERR value is out of range'],
    ['HRANDFIELD', "(error) ERR wrong number of arguments for 'hrandfield' command"],
  ],
});
