import scriptDebug from '../../../src/commands/scripting/script-debug.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(scriptDebug, {
  'has no debugger': [
    ['SCRIPT DEBUG no', 'OK'],
    ['SCRIPT DEBUG yes', '(error) ERR This server has no debugger of scripts'],
    ['SCRIPT DEBUG foo', '(error) ERR Use SCRIPT DEBUG YES/SYNC/NO'],
  ],
});
