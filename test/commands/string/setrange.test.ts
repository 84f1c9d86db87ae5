import setrange from '../../../src/commands/string/setrange.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(setrange, {
  'overwrites and makes longer': [
    ['SET k "Hello World"', 'OK'],
    ['SETRANGE k 6 Redis', '(integer) 11'],
    ['GET k', '"Hello Redis"'],
    ['SETRANGE k 9 there', '(integer) 14'],
    ['GET k', '"Hello Redthere"'],
  ],
  'fills gaps with zeros': [
    ['SETRANGE k 3 abc', '(integer) 6'],
    ['GET k', '"\\x00\\x00\\x00abc"'],
    ['SETRANGE k 8 x', '(integer) 9'],
    ['GET k', '"\\x00\\x00\\x00abc\\x00\\x00x"'],
  ],
  'makes what it changes raw': [
    ['SET k 12345', 'OK'],
    ['SETRANGE k 0 9', '(integer) 5'],
    ['GET k', '"92345"'],
    ['OBJECT ENCODING k', '"raw"'],
    ['SETRANGE new 0 5', '(integer) 1'],
    ['OBJECT ENCODING new', '"raw"'],
  ],
  'changes nothing by nothing': [
    ['SETRANGE k 5 ""', '(integer) 0'],
    ['EXISTS k', '(integer) 0'],
    ['SET k abc', 'OK'],
    ['SETRANGE k 1 ""', '(integer) 3'],
    ['OBJECT ENCODING k', '"embstr"'],
  ],
  'keeps the expiry': [
    ['SET k v EX 100', 'OK'],
    ['SETRANGE k 1 w', '(integer) 2'],
    ['TTL k', '(integer) 100'],
  ],
  'refuses offsets below 0 and strings that are too long': [
    ['SETRANGE k -1 x', '(error) ERR offset is out of range'],
    ['SETRANGE k 536870912 x', '(error) ERR string exceeds maximum allowed size (proto-max-bulk-len)'],
    ['SETRANGE k 9223372036854775807 x', '(error) ERR string exceeds maximum allowed size (proto-max-bulk-len)'],
    ['SETRANGE k 536870911 xy', '(error) ERR string exceeds maximum allowed size (proto-max-bulk-len)'],
    ['SETRANGE k abc x', '(error) ERR value is not an integer or out of range'],
    ['EXISTS k', '(integer) 0'],
  ],
  'refuses another number of arguments': [
    ['SETRANGE', "(error) ERR wrong number of arguments for 'setrange' command"],
    ['SETRANGE k', "(error) ERR wrong number of arguments for 'setrange' command"],
    ['SETRANGE k 0', "(error) ERR wrong number of arguments for 'setrange' command"],
    ['SETRANGE k 0 a b', "(error) ERR wrong number of arguments for 'setrange' command"],
  ],
});
