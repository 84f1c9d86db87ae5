import decr from '../../../src/commands/string/decr.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(decr, {
  'counts from nothing and from what is there': [
    ['DECR k', '(integer) -1'],
    ['DECR k', '(integer) -2'],
    ['GET k', '"-2"'],
    ['OBJECT ENCODING k', '"int"'],
    ['SET k -1', 'OK'],
    ['DECR k', '(integer) -2'],
    ['DECR k', '(integer) -3'],
  ],
  'keeps the expiry': [
    ['SET k 5 EX 100', 'OK'],
    ['DECR k', '(integer) 4'],
    ['TTL k', '(integer) 100'],
  ],
  'refuses what is no integer in its only spelling': [
    ['SET k abc', 'OK'],
    ['DECR k', '(error) ERR value is not an integer or out of range'],
    ['SET k ""', 'OK'],
    ['DECR k', '(error) ERR value is not an integer or out of range'],
    ['SET k " 1"', 'OK'],
    ['DECR k', '(error) ERR value is not an integer or out of range'],
    ['SET k 1.0', 'OK'],
    ['DECR k', '(error) ERR value is not an integer or out of range'],
    ['SET k +1', 'OK'],
    ['DECR k', '(error) ERR value is not an integer or out of range'],
    ['SET k 01', 'OK'],
    ['DECR k', '(error) ERR value is not an integer or out of range'],
    ['SET k -0', 'OK'],
    ['DECR k', '(error) ERR value is not an integer or out of range'],
    ['SET k 9223372036854775808', 'OK'],
    ['DECR k', '(error) ERR value is not an integer or out of range'],
  ],
  'goes to the end of 64 bits and no further': [
    ['SET k -9223372036854775807', 'OK'],
    ['DECR k', '(integer) -9223372036854775808'],
    ['DECR k', '(error) ERR increment or decrement would overflow'],
    ['GET k', '"-9223372036854775808"'],
  ],
  'is exact around 2^53': [
    ['SET k -9007199254740990', 'OK'],
    ['DECR k', '(integer) -9007199254740991'],
    ['DECR k', '(integer) -9007199254740992'],
    ['DECR k', '(integer) -9007199254740993'],
    ['GET k', '"-9007199254740993"'],
  ],
  'counts on what was appended to': [
    ['SET k 1', 'OK'],
    ['APPEND k 0', '(integer) 2'],
    ['DECR k', '(integer) 9'],
    ['OBJECT ENCODING k', '"int"'],
  ],
  'refuses another number of arguments': [
    ['DECR', "(error) ERR wrong number of arguments for 'decr' command"],
    ['DECR a b', "(error) ERR wrong number of arguments for 'decr' command"],
  ],
});
