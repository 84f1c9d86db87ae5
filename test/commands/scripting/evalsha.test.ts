import evalsha from '../../../src/commands/scripting/evalsha.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(evalsha, {
  'knows what was loaded, in any case': [
    ['SCRIPT LOAD "return 42"', '"1fa00e76656cc152ad327c13fe365858fd7be306"'],
    ['EVALSHA 1fa00e76656cc152ad327c13fe365858fd7be306 0', '(integer) 42'],
    ['EVALSHA 1FA00E76656CC152AD327C13FE365858FD7BE306 0', '(integer) 42'],
    ['SCRIPT FLUSH', 'OK'],
    ['EVALSHA 1fa00e76656cc152ad327c13fe365858fd7be306 0', '(error) NOSCRIPT No matching script. Please use EVAL.'],
    ['EVALSHA short abc', '(error) NOSCRIPT No matching script. Please use EVAL.'],
  ],
});
