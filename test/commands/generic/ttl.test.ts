import ttl from '../../../src/commands/generic/ttl.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(ttl, {
  'tells missing keys from keys that stay': [
    ['TTL k', '(integer) -2'],
    ['SET k v', 'OK'],
    ['TTL k', '(integer) -1'],
    ['SET k v EX 100', 'OK'],
    ['TTL k', '(integer) 100'],
  ],
  'refuses another number of arguments': [
    ['TTL', "(error) ERR wrong number of arguments for 'ttl' command"],
    ['TTL a b', "(error) ERR wrong number of arguments for 'ttl' command"],
  ],
});
