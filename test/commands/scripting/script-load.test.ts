import scriptLoad from '../../../src/commands/scripting/script-load.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(scriptLoad, {
  'refuses what cannot be compiled': [
    [
      ['SCRIPT', 'LOAD', 'return ('],
      "(error) ERR Error compiling script (new function): user_script:1: unexpected symbol near '<eof>'",
    ],
    [['SCRIPT', 'LOAD', '#!lua flags=nosuch\nreturn 1'], '(error) ERR Unexpected flag in script shebang: nosuch'],
  ],
});
