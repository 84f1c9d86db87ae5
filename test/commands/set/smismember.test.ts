import smismember from '../../../src/commands/set/smismember.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(smismember, {
  'answers each': [
    ['SADD s a b', '(integer) 2'],
    ['SMISMEMBER s a x b', '1) (integer) 1\n2) (integer) 0\n3) (integer) 1'],
    ['SMISMEMBER missing a b', '1) (integer) 0\n2) (integer) 0'],
    ['SET k v', 'OK'],
    ['SMISMEMBER k a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['SMISMEMBER s', "(error) ERR wrong number of arguments for 'smismember' command"],
  ],
});
