import copy from '../../../src/commands/generic/copy.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(copy, {
  'copies value and expiry': [
    ['SET a v EX 100', 'OK'],
    ['COPY a b', '(integer) 1'],
    ['GET b', '"v"'],
    ['TTL b', '(integer) 100'],
    ['APPEND b x', '(integer) 2'],
    ['MGET a b', ['1) "v"', '2) "vx"']],
  ],
  'replaces only when told to': [
    ['MSET a 1 b 2', 'OK'],
    ['COPY a b', '(integer) 0'],
    ['GET b', '"2"'],
    ['COPY a b REPLACE', '(integer) 1'],
    ['GET b', '"1"'],
    ['COPY x b REPLACE', '(integer) 0'],
    ['GET b', '"1"'],
  ],
  'copies to another database': [
    ['SET a v', 'OK'],
    ['COPY a a DB 1', '(integer) 1'],
    ['COPY a a DB 1', '(integer) 0'],
    ['SWAPDB 0 1', 'OK'],
    ['GET a', '"v"'],
    ['DBSIZE', '(integer) 1'],
  ],
  'keeps the encoding': [
    ['SET a 1', 'OK'],
    ['APPEND a 2', '(integer) 2'],
    ['COPY a b', '(integer) 1'],
    ['OBJECT ENCODING b', '"raw"'],
    ['SET c 5', 'OK'],
    ['COPY c d', '(integer) 1'],
    ['OBJECT ENCODING d', '"int"'],
    ['INCRBYFLOAT f 1', '"1"'],
    ['COPY f g', '(integer) 1'],
    ['OBJECT ENCODING g', '"embstr"'],
  ],
  refuses: [
    ['COPY', "(error) ERR wrong number of arguments for 'copy' command"],
    ['COPY a', "(error) ERR wrong number of arguments for 'copy' command"],
    ['COPY a b FOO', '(error) ERR syntax error'],
    ['COPY a b DB', '(error) ERR syntax error'],
    ['COPY a b DB x', '(error) ERR value is not an integer or out of range'],
    ['COPY a b DB 99', '(error) ERR DB index is out of range'],
    ['COPY a b DB -1', '(error) ERR DB index is out of range'],
    ['COPY a b DB 99999999999', '(error) ERR value is out of range, value must between -2147483648 and 2147483647'],
    ['COPY a a', '(error) ERR source and destination objects are the same'],
    ['COPY a a DB 0', '(error) ERR source and destination objects are the same'],
  ],
});
