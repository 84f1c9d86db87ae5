import commandInfo from '../../../src/commands/server/command-info.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(commandInfo, {
  'has nothing for what is no command': [['COMMAND INFO nosuch', '1) (nil)']],
  'says arity, flags and keys': [
    [
      'COMMAND INFO echo',
      [
        '1) 1) "echo"',
        '   2) (integer) 2',
        '   3) 1) loading',
        '      2) stale',
        '      3) fast',
        '   4) (integer) 0',
        '   5) (integer) 0',
        '   6) (integer) 0',
        '   7) 1) @fast',
        '      2) @connection',
        '   8) (empty array)',
        '   9) (empty array)',
        '   10) (empty array)',
      ],
    ],
  ],
});
