import rename from '../../../src/commands/generic/rename.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(rename, {
  'renames, with the expiry': [
    ['SET a v EX 100', 'OK'],
    ['RENAME a b', 'OK'],
    ['EXISTS a', '(integer) 0'],
    ['GET b', '"v"'],
    ['TTL b', '(integer) 100'],
  ],
  'replaces, expiry and all': [
    ['SET a v', 'OK'],
    ['SET b w EX 100', 'OK'],
    ['RENAME a b', 'OK'],
    ['GET b', '"v"'],
    ['TTL b', '(integer) -1'],
    ['DBSIZE', '(integer) 1'],
  ],
  'leaves equal names alone': [
    ['SET a v', 'OK'],
    ['RENAME a a', 'OK'],
    ['GET a', '"v"'],
    ['RENAME x x', '(error) ERR no such key'],
  ],
  'keeps the encoding': [
    ['SET a 1', 'OK'],
    ['APPEND a 2', '(integer) 2'],
    ['RENAME a b', 'OK'],
    ['OBJECT ENCODING b', '"raw"'],
  ],
  refuses: [
    ['RENAME', "(error) ERR wrong number of arguments for 'rename' command"],
    ['RENAME a', "(error) ERR wrong number of arguments for 'rename' command"],
    ['RENAME a b c', "(error) ERR wrong number of arguments for 'rename' command"],
    ['RENAME a b', '(error) ERR no such key'],
  ],
});
