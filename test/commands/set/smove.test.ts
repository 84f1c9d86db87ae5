import smove from '../../../src/commands/set/smove.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(smove, {
  'moves what is there': [
    ['SADD a 1 x', '(integer) 2'],
    ['SADD b 1', '(integer) 1'],
    ['SMOVE a b x', '(integer) 1'],
    ['SMOVE a b y', '(integer) 0'],
    ['SMOVE a b 1', '(integer) 1'],
    ['EXISTS a', '(integer) 0'],
    ['SMEMBERS b', '1) "1"\n2) "x"'],
    ['SMOVE b b 1', '(integer) 1'],
    ['SMOVE b b 9', '(integer) 0'],
    ['SMOVE missing b 1', '(integer) 0'],
  ],
  'refuses other values': [
    ['SET k v', 'OK'],
    ['SADD a x', '(integer) 1'],
    ['SMOVE k a x', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['SMOVE a k x', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['SMEMBERS a', '1) "x"'],
    ['SMOVE missing k x', '(integer) 0'],
  ],
});
