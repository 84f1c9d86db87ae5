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
    ['REPLCONF listening-port x', '(error) ERR value is not an integer or out of range'],
    ['REPLCONF rdb-channel 2', '(error) ERR value is out of range, value must between 0 and 1'],
    ['REPLCONF main-ch-client-id 5', '(error) ERR Unrecognized RDB client id: 5'],
    ['REPLCONF rdb-filter-only foo', '(error) ERR Unsupported rdb-filter-only option: foo'],
    [
      ['REPLCONF', 'ip-address', 'a'.repeat(300)],
      '(error) ERR REPLCONF ip-address provided by replica instance is too long: 300 bytes',
    ],
  ],
});
