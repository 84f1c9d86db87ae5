import sunion from '../../../src/commands/set/sunion.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sunion, {
  'of several': [
    ['SADD a 3 1', '(integer) 2'],
    ['SADD b 2 3', '(integer) 2'],
    ['SUNION a b missing', '1) "1"\n2) "2"\n3) "3"'],
    ['SUNION missing', '(empty array)'],
    ['SET k v', 'OK'],
    ['SUNION a k', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
