import objectEncoding from '../../../src/commands/generic/object-encoding.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(objectEncoding, {
  'names the encodings of strings': [
    ['OBJECT ENCODING k', '(nil)'],
    ['SET k 123', 'OK'],
    ['OBJECT ENCODING k', '"int"'],
    ['SET k -9223372036854775808', 'OK'],
    ['OBJECT ENCODING k', '"int"'],
    ['SET k 9223372036854775807', 'OK'],
    ['OBJECT ENCODING k', '"int"'],
    ['SET k 9223372036854775808', 'OK'],
    ['OBJECT ENCODING k', '"embstr"'],
    ['SET k 00012', 'OK'],
    ['OBJECT ENCODING k', '"embstr"'],
    ['SET k -0', 'OK'],
    ['OBJECT ENCODING k', '"embstr"'],
    ['SET k +5', 'OK'],
    ['OBJECT ENCODING k', '"embstr"'],
    ['SET k " 5"', 'OK'],
    ['OBJECT ENCODING k', '"embstr"'],
    ['SET k 1.5', 'OK'],
    ['OBJECT ENCODING k', '"embstr"'],
    ['SET k ""', 'OK'],
    ['OBJECT ENCODING k', '"embstr"'],
    ['SET k xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'OK'],
    ['OBJECT ENCODING k', '"embstr"'],
    ['SET k xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'OK'],
    ['OBJECT ENCODING k', '"raw"'],
  ],
  'refuses another number of arguments': [
    ['OBJECT ENCODING', "(error) ERR wrong number of arguments for 'object|encoding' command"],
    ['OBJECT ENCODING a b', "(error) ERR wrong number of arguments for 'object|encoding' command"],
  ],
});
