import functionRestore from '../../../src/commands/scripting/function-restore.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(functionRestore, {
  'wants a payload and a policy': [
    [
      'FUNCTION RESTORE abc FOO',
      '(error) ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.',
    ],
    ['FUNCTION RESTORE abc', '(error) ERR DUMP payload version or checksum are wrong'],
  ],
});
