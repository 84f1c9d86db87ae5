import sinter from '../../../src/commands/set/sinter.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sinter, {
  'of several': [
    ['SADD a 1 2 x', '(integer) 3'],
    ['SADD b 2 x', '(integer) 2'],
    ['SADD c x', '(integer) 1'],
    ['SINTER a b c', '1) "x"'],
    ['SINTER a missing', '(empty array)'],
    ['SINTER a', '1) "1"\n2) "2"\n3) "x"'],
    ['SET k v', 'OK'],
    ['SINTER missing k', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
