import replconf from '../../../src/commands/server/replconf.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(replconf, {
  'takes what a replica tells of itself': [
    ['REPLCONF', 'OK'],
    ['REPLCONF listening-port 7000', 'OK'],
    ['REPLCONF capa eof CAPA psync2', 'OK'],
  ],
  'refuses what it does not know': [
    ['REPLCONF capa', '(error) ERR syntax error'],
    ['REPLCONF foo bar', '(error) ERR Unrecognized REPLCONF option: foo'],
  ],
});
