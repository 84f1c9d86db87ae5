import sinterstore from '../../../src/commands/set/sinterstore.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sinterstore, {
  'integers become integers again': [
    ['SADD a 1 2 x', '(integer) 3'],
    ['SADD b 2 1 y', '(integer) 3'],
    ['SINTERSTORE d a b', '(integer) 2'],
    ['OBJECT ENCODING d', '"intset"'],
    ['SMEMBERS d', '1) "1"\n2) "2"'],
    ['SINTERSTORE d a missing', '(integer) 0'],
    ['EXISTS d', '(integer) 0'],
    ['SET k v', 'OK'],
    ['SINTERSTORE d k', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
