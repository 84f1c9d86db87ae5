import incr from '../../../src/commands/string/incr.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(incr, {
  'counts from nothing and from what is there': [
    ['INCR k', '(integer) 1'],
    ['INCR k', '(integer) 2'],
    ['GET k', '"2"'],
    ['OBJECT ENCODING k', '"int"'],
    ['SET k -1', 'OK'],
    ['INCR k', '(integer) 0'],
    ['INCR k', '(integer) 1'],
  ],
  'keeps the expiry': [
    ['SET k 5 EX 100', 'OK'],
    ['INCR k', '(integer) 6'],
    ['TTL k', '(integer) 100'],
  ],
  'refuses what is no integer in its only spelling': [
    ['SET k abc', 'OK'],
    ['INCR k', '(error) ERR value is not an integer or out of range'],
    ['SET k ""', 'OK'],
    ['INCR k', '(error) ERR value is not an integer or out of range'],
    ['SET k " 1"', 'OK'],
    ['INCR k', '(error) ERR value is not an integer or out of range'],
    ['SET k 1.0', 'OK'],
    ['INCR k', '(error) ERR value is not an integer or out of range'],
    ['SET k +1', 'OK'],
    ['INCR k', '(error) ERR value is not an integer or out of range'],
    ['SET k 01', 'OK'],
    ['INCR k', '(error) ERR value is not an integer or out of range'],
    ['SET k -0', 'OK'],
    ['INCR k', '(error) ERR value is not an integer or out of range'],
    ['SET k 9223372036854775808', 'OK'],
    ['INCR k', '(error) ERR value is not an integer or out of range'],
  ],
  'goes to the end of 64 bits and no further': [
    ['SET k 9223372036854775806', 'OK'],
    ['INCR k', '(integer) 9223372036854775807'],
    ['INCR k', '(error) ERR increment or decrement would overflow'],
    ['GET k', '"9223372036854775807"'],
  ],
  'is exact around 2^53': [
    ['SET k 9007199254740990', 'OK'],
    ['INCR k', '(integer) 9007199254740991'],
    ['INCR k', '(integer) 9007199254740992'],
    ['INCR k', '(integer) 9007199254740993'],
    ['GET k', '"9007199254740993"'],
  ],
  'counts on what was appended to': [
    ['SET k 1', 'OK'],
    ['APPEND k 0', '(integer) 2'],
    ['INCR k', '(integer) 11'],
    ['OBJECT ENCODING k', '"int"'],
  ],
  'refuses another number of arguments': [
    ['INCR', "(error) ERR wrong number of arguments for 'incr' command"],
    ['INCR a b', "(error) ERR wrong number of arguments for 'incr' command"],
  ],
});
