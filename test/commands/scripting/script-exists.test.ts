import scriptExists from '../../../src/commands/scripting/script-exists.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(scriptExists, {
  'looks at each': [
    ['SCRIPT LOAD "return 42"', '"1fa00e76656cc152ad327c13fe365858fd7be306"'],
    ['SCRIPT EXISTS 1fa00e76656cc152ad327c13fe365858fd7be306 nosuch', ['1) (integer) 1', '2) (integer) 0']],
    ['SCRIPT FLUSH', 'OK'],
  ],
});
