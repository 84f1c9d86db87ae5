import pexpiretime from '../../../src/commands/generic/pexpiretime.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(pexpiretime, {
  'tells missing keys from keys that stay': [
    ['PEXPIRETIME k', '(integer) -2'],
    ['SET k v', 'OK'],
    ['PEXPIRETIME k', '(integer) -1'],
    ['SET k v EXAT 4102444800', 'OK'],
    ['PEXPIRETIME k', '(integer) 4102444800000'],
  ],
  'refuses another number of arguments': [
    ['PEXPIRETIME', "(error) ERR wrong number of arguments for 'pexpiretime' command"],
    ['PEXPIRETIME a b', "(error) ERR wrong number of arguments for 'pexpiretime' command"],
  ],
});
