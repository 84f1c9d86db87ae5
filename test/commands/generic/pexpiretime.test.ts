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
  'knows the far future': [
    ['SET k v PXAT 140737488355327', 'OK'],
    ['PEXPIRETIME k', '(integer) 140737488355327'],
    ['PEXPIREAT k 140737488355328', '(integer) 1'],
    ['PEXPIRETIME k', '(integer) 140737488355328'],
    ['PEXPIREAT k 281474976710656', '(integer) 1'],
    ['PEXPIRETIME k', '(integer) 281474976710656'],
    ['PEXPIREAT k 9007199254740993000 GT', '(integer) 1'],
    ['PEXPIRETIME k', '(integer) 9007199254740993024'],
    ['APPEND k w', '(integer) 2'],
    ['PEXPIRETIME k', '(integer) 9007199254740993024'],
    ['PEXPIREAT k 9223372036854775807', '(integer) 1'],
    ['PEXPIRETIME k', '(integer) 9223372036854774784'],
    ['EXPIRE k 100', '(integer) 1'],
    ['TTL k', '(integer) 100'],
    ['PERSIST k', '(integer) 1'],
    ['TTL k', '(integer) -1'],
    ['PEXPIREAT k 9223372036854775807', '(integer) 1'],
    ['PERSIST k', '(integer) 1'],
    ['GET k', '"vw"'],
  ],
});
