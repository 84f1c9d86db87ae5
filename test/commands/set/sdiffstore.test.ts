import sdiffstore from '../../../src/commands/set/sdiffstore.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sdiffstore, {
  'into one of them': [
    ['SADD a 1 2 x', '(integer) 3'],
    ['SADD b 2', '(integer) 1'],
    ['SDIFFSTORE a a b', '(integer) 2'],
    ['SMEMBERS a', '1) "1"\n2) "x"'],
    ['SDIFFSTORE a a a', '(integer) 0'],
    ['EXISTS a', '(integer) 0'],
    ['SET k v', 'OK'],
    ['SDIFFSTORE d k', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
