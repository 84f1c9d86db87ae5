import persist from '../../../src/commands/generic/persist.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(persist, {
  'takes the expiry away, once': [
    ['PERSIST k', '(integer) 0'],
    ['SET k v', 'OK'],
    ['PERSIST k', '(integer) 0'],
    ['SET k v EX 100', 'OK'],
    ['PERSIST k', '(integer) 1'],
    ['TTL k', '(integer) -1'],
    ['PERSIST k', '(integer) 0'],
    ['EXPIRE k 50', '(integer) 1'],
    ['TTL k', '(integer) 50'],
  ],
  'refuses another number of arguments': [
    ['PERSIST', "(error) ERR wrong number of arguments for 'persist' command"],
    ['PERSIST a b', "(error) ERR wrong number of arguments for 'persist' command"],
  ],
});
