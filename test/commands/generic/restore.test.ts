import restore from '../../../src/commands/generic/restore.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(restore, {
  'refuses payloads that are none': [
    ['RESTORE k 0 garbage', '(error) ERR DUMP payload version or checksum are wrong'],
    ['RESTORE k 0 ""', '(error) ERR DUMP payload version or checksum are wrong'],
    ['RESTORE k -1 garbage', '(error) ERR Invalid TTL value, must be >= 0'],
    ['RESTORE k x garbage', '(error) ERR value is not an integer or out of range'],
    ['RESTORE k 0 garbage FOO', '(error) ERR syntax error'],
    ['RESTORE k 0 garbage IDLETIME -1', '(error) ERR Invalid IDLETIME value, must be >= 0'],
    ['RESTORE k 0 garbage FREQ 256', '(error) ERR Invalid FREQ value, must be >= 0 and <= 255'],
    ['RESTORE k 0 garbage FREQ 1 IDLETIME 1', '(error) ERR syntax error'],
    ['SET k v', 'OK'],
    ['RESTORE k 0 garbage', '(error) BUSYKEY Target key name already exists.'],
    ['RESTORE k 0 garbage REPLACE', '(error) ERR DUMP payload version or checksum are wrong'],
    ['GET k', '"v"'],
  ],
});
