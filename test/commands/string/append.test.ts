import append from '../../../src/commands/string/append.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(append, {
  'adds to what is there': [
    ['APPEND k abc', '(integer) 3'],
    ['APPEND k def', '(integer) 6'],
    ['GET k', '"abcdef"'],
    ['STRLEN k', '(integer) 6'],
  ],
  'makes what it changes raw, even by nothing': [
    ['SET n 10', 'OK'],
    ['OBJECT ENCODING n', '"int"'],
    ['APPEND n 5', '(integer) 3'],
    ['GET n', '"105"'],
    ['OBJECT ENCODING n', '"raw"'],
    ['SET e abc', 'OK'],
    ['APPEND e ""', '(integer) 3'],
    ['OBJECT ENCODING e', '"raw"'],
  ],
  'makes a new key as SET would': [
    ['APPEND n 10', '(integer) 2'],
    ['OBJECT ENCODING n', '"int"'],
    ['APPEND empty ""', '(integer) 0'],
    ['EXISTS empty', '(integer) 1'],
    ['GET empty', '""'],
  ],
  'keeps the expiry': [
    ['SET k v EX 100', 'OK'],
    ['APPEND k w', '(integer) 2'],
    ['TTL k', '(integer) 100'],
  ],
  'refuses another number of arguments': [
    ['APPEND', "(error) ERR wrong number of arguments for 'append' command"],
    ['APPEND k', "(error) ERR wrong number of arguments for 'append' command"],
    ['APPEND k a b', "(error) ERR wrong number of arguments for 'append' command"],
  ],
});
