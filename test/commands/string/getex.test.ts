import getex from '../../../src/commands/string/getex.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(getex, {
  'without an option only gives': [
    ['GETEX k', '(nil)'],
    ['SET k v EX 100', 'OK'],
    ['GETEX k', '"v"'],
    ['TTL k', '(integer) 100'],
  ],
  'sets each kind of expiry': [
    ['SET k v', 'OK'],
    ['GETEX k EX 100', '"v"'],
    ['TTL k', '(integer) 100'],
    ['GETEX k PX 200000', '"v"'],
    ['TTL k', '(integer) 200'],
    ['GETEX k EXAT 4102444800', '"v"'],
    ['EXPIRETIME k', '(integer) 4102444800'],
    ['GETEX k PXAT 4102444800123', '"v"'],
    ['PEXPIRETIME k', '(integer) 4102444800123'],
    ['getex k persist', '"v"'],
    ['TTL k', '(integer) -1'],
  ],
  'deletes by a time that is over': [
    ['SET k v', 'OK'],
    ['GETEX k EXAT 1', '"v"'],
    ['EXISTS k', '(integer) 0'],
    ['SET k v', 'OK'],
    ['GETEX k PXAT 1', '"v"'],
    ['DBSIZE', '(integer) 0'],
  ],
  'refuses bad times only when there is a key': [
    ['GETEX k EX abc', '(nil)'],
    ['GETEX k EX 0', '(nil)'],
    ['SET k v', 'OK'],
    ['GETEX k EX abc', '(error) ERR value is not an integer or out of range'],
    ['GETEX k EX 0', "(error) ERR invalid expire time in 'getex' command"],
    ['GETEX k PX -1', "(error) ERR invalid expire time in 'getex' command"],
    ['GETEX k EX 9223372036854775807', "(error) ERR invalid expire time in 'getex' command"],
    ['GETEX k PX 9223372036854775807', "(error) ERR invalid expire time in 'getex' command"],
    ['GETEX k EXAT 9223372036854775808', '(error) ERR value is not an integer or out of range'],
    ['TTL k', '(integer) -1'],
  ],
  'refuses bad syntax': [
    ['GETEX', "(error) ERR wrong number of arguments for 'getex' command"],
    ['GETEX k FOO', '(error) ERR syntax error'],
    ['GETEX k EX', '(error) ERR syntax error'],
    ['GETEX k EX 1 PX 1', '(error) ERR syntax error'],
    ['GETEX k PERSIST EX 1', '(error) ERR syntax error'],
    ['GETEX k EX 10 PERSIST', '(error) ERR syntax error'],
    ['GETEX k KEEPTTL', '(error) ERR syntax error'],
  ],
});
