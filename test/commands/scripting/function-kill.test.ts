import functionKill from '../../../src/commands/scripting/function-kill.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(functionKill, {
  'has nothing to end': [['FUNCTION KILL', '(error) NOTBUSY No scripts in execution right now.']],
});
