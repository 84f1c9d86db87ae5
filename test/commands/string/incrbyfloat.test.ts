import incrbyfloat from '../../../src/commands/string/incrbyfloat.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(incrbyfloat, {
  'counts in decimals': [
    ['INCRBYFLOAT k 0.1', '"0.1"'],
    ['INCRBYFLOAT k 0.2', '"0.3"'],
    ['INCRBYFLOAT k -0.3', '"0"'],
    ['SET k 10.50', 'OK'],
    ['INCRBYFLOAT k 0.1', '"10.6"'],
    ['INCRBYFLOAT k -5', '"5.6"'],
    ['SET k 5.0e3', 'OK'],
    ['INCRBYFLOAT k 2.0e2', '"5200"'],
  ],
  'prints 17 decimals and no exponent': [
    ['INCRBYFLOAT k 1e20', '"100000000000000000000"'],
    ['INCRBYFLOAT k 1e-17', '"100000000000000000000"'],
    ['SET k 0', 'OK'],
    ['INCRBYFLOAT k 3.0000000000000000001', '"3"'],
    ['INCRBYFLOAT k 1e-10', '"3.0000000001"'],
  ],
  'stores text, not an int': [
    ['INCRBYFLOAT k 1', '"1"'],
    ['OBJECT ENCODING k', '"embstr"'],
    ['INCRBYFLOAT k 0.5', '"1.5"'],
    ['OBJECT ENCODING k', '"embstr"'],
    ['SET k 1', 'OK'],
    ['INCRBYFLOAT k 1', '"2"'],
    ['INCR k', '(integer) 3'],
    ['OBJECT ENCODING k', '"int"'],
  ],
  'keeps the expiry': [
    ['SET k 5 EX 100', 'OK'],
    ['INCRBYFLOAT k 1.5', '"6.5"'],
    ['TTL k', '(integer) 100'],
  ],
  'refuses what is no float': [
    ['SET k abc', 'OK'],
    ['INCRBYFLOAT k 1', '(error) ERR value is not a valid float'],
    ['SET k 1', 'OK'],
    ['INCRBYFLOAT k abc', '(error) ERR value is not a valid float'],
    ['INCRBYFLOAT k ""', '(error) ERR value is not a valid float'],
    ['INCRBYFLOAT k " 1"', '(error) ERR value is not a valid float'],
    ['INCRBYFLOAT k nan', '(error) ERR value is not a valid float'],
    ['SET k 1e5000', 'OK'],
    ['INCRBYFLOAT k 1', '(error) ERR value is not a valid float'],
  ],
  'refuses infinity': [
    ['INCRBYFLOAT k inf', '(error) ERR increment would produce NaN or Infinity'],
    ['INCRBYFLOAT k -inf', '(error) ERR increment would produce NaN or Infinity'],
    ['SET k 1e4932', 'OK'],
    ['INCRBYFLOAT k 1e4932', '(error) ERR increment would produce NaN or Infinity'],
    ['EXISTS none', '(integer) 0'],
  ],
  'refuses another number of arguments': [
    ['INCRBYFLOAT', "(error) ERR wrong number of arguments for 'incrbyfloat' command"],
    ['INCRBYFLOAT k', "(error) ERR wrong number of arguments for 'incrbyfloat' command"],
    ['INCRBYFLOAT k 1 2', "(error) ERR wrong number of arguments for 'incrbyfloat' command"],
  ],
});
