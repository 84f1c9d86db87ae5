import scriptKill from '../../../src/commands/scripting/script-kill.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(scriptKill, {
  'has nothing to end': [['SCRIPT KILL', '(error) NOTBUSY No scripts in execution right now.']],
});
