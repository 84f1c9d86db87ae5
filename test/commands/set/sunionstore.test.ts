import sunionstore from '../../../src/commands/set/sunionstore.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sunionstore, {
  'in the form that fits': [
    ['SADD a 1 2', '(integer) 2'],
    ['SADD b 3', '(integer) 1'],
    ['SUNIONSTORE d a b', '(integer) 3'],
    ['OBJECT ENCODING d', '"intset"'],
    ['SADD b x', '(integer) 1'],
    ['SUNIONSTORE d a b', '(integer) 4'],
    ['OBJECT ENCODING d', '"listpack"'],
    ['SMEMBERS d', '1) "1"\n2) "2"\n3) "3"\n4) "x"'],
    ['SET s v', 'OK'],
    ['SUNIONSTORE s a', '(integer) 2'],
    ['TYPE s', 'set'],
  ],
  'deletes for nothing': [
    ['SET d v', 'OK'],
    ['SUNIONSTORE d missing', '(integer) 0'],
    ['EXISTS d', '(integer) 0'],
    ['SET k v', 'OK'],
    ['SUNIONSTORE d k', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
