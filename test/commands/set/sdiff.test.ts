import sdiff from '../../../src/commands/set/sdiff.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sdiff, {
  'of several': [
    ['SADD a 1 2 5', '(integer) 3'],
    ['SADD b 2', '(integer) 1'],
    ['SADD c 1', '(integer) 1'],
    ['SDIFF a b', '1) "1"\n2) "5"'],
    ['SDIFF a b c', '1) "5"'],
    ['SDIFF a a', '(empty array)'],
    ['SDIFF missing a', '(empty array)'],
    ['SDIFF a missing', '1) "1"\n2) "2"\n3) "5"'],
    ['SET k v', 'OK'],
    ['SDIFF a k', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
