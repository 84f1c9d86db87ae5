import smembers from '../../../src/commands/set/smembers.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(smembers, {
  'in their order': [
    ['SADD s b a 3', '(integer) 3'],
    ['SMEMBERS s', '1) "b"\n2) "a"\n3) "3"'],
    ['SADD i 3 -1 2', '(integer) 3'],
    ['SMEMBERS i', '1) "-1"\n2) "2"\n3) "3"'],
    ['SMEMBERS missing', '(empty array)'],
    ['SET k v', 'OK'],
    ['SMEMBERS k', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
