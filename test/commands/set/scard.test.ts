import scard from '../../../src/commands/set/scard.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(scard, {
  counts: [
    ['SADD s a b', '(integer) 2'],
    ['SCARD s', '(integer) 2'],
    ['SCARD missing', '(integer) 0'],
    ['SET k v', 'OK'],
    ['SCARD k', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
  ],
});
