import show from '../../../src/commands/scripting/script-show.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(show, {
  'gives scripts that were loaded or evaluated': [
    ['SCRIPT LOAD "return 1"', '"e0e1f9fabfc9d4800c877a703b823ac0578ff8db"'],
    ['SCRIPT SHOW e0e1f9fabfc9d4800c877a703b823ac0578ff8db', '"return 1"'],
    ['SCRIPT SHOW E0E1F9FABFC9D4800C877A703B823AC0578FF8DB', '"return 1"'],
    ['SCRIPT FLUSH', 'OK'],
    ['SCRIPT SHOW e0e1f9fabfc9d4800c877a703b823ac0578ff8db', '(error) NOSCRIPT No matching script.'],
    [['EVAL', 'return 1', 0], '(integer) 1'],
    ['SCRIPT SHOW e0e1f9fabfc9d4800c877a703b823ac0578ff8db', '"return 1"'],
  ],
});
