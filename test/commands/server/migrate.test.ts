import migrate from '../../../src/commands/server/migrate.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(migrate, {
  'has nothing to move': [
    ['MIGRATE 127.0.0.1 1 nosuch 0 10', 'NOKEY'],
    ['MIGRATE 127.0.0.1 1 "" 0 10 KEYS a b', 'NOKEY'],
  ],
  'keeps keys here': [
    ['SET k v', 'OK'],
    ['MIGRATE 127.0.0.1 1 k 0 10', '(error) ERR This instance has migration disabled'],
    ['MIGRATE 127.0.0.1 1 "" 0 10 COPY KEYS a k', '(error) ERR This instance has migration disabled'],
    ['GET k', '"v"'],
  ],
  'refuses what it does not understand': [
    ['MIGRATE a b c', "(error) ERR wrong number of arguments for 'migrate' command"],
    ['MIGRATE 127.0.0.1 1 k 0 abc', '(error) ERR value is not an integer or out of range'],
    ['MIGRATE 127.0.0.1 1 k 0 10 foo', '(error) ERR syntax error'],
    ['MIGRATE 127.0.0.1 1 k 0 10 AUTH', '(error) ERR syntax error'],
    [
      'MIGRATE 127.0.0.1 1 k 0 10 KEYS a b',
      '(error) ERR When using MIGRATE KEYS option, the key argument must be set to the empty string',
    ],
  ],
});
