import expiretime from '../../../src/commands/generic/expiretime.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(expiretime, {
  'tells missing keys from keys that stay': [
    ['EXPIRETIME k', '(integer) -2'],
    ['SET k v', 'OK'],
    ['EXPIRETIME k', '(integer) -1'],
    ['SET k v EXAT 4102444800', 'OK'],
    ['EXPIRETIME k', '(integer) 4102444800'],
  ],
  'refuses another number of arguments': [
    ['EXPIRETIME', "(error) ERR wrong number of arguments for 'expiretime' command"],
    ['EXPIRETIME a b', "(error) ERR wrong number of arguments for 'expiretime' command"],
  ],
  'rounds to the nearest second': [
    ['SET k v PXAT 4102444800499', 'OK'],
    ['EXPIRETIME k', '(integer) 4102444800'],
    ['SET k v PXAT 4102444800500', 'OK'],
    ['EXPIRETIME k', '(integer) 4102444801'],
  ],
});
