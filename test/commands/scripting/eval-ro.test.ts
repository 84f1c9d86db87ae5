import evaluateReadOnly from '../../../src/commands/scripting/eval-ro.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(evaluateReadOnly, {
  'only reads': [
    [['EVAL_RO', 'return redis.call("GET", KEYS[1])', 1, 'k'], '(nil)'],
    [
      ['EVAL_RO', 'return redis.pcall("SET", KEYS[1], 1).err', 1, 'k'],
      '"ERR Write commands are not allowed from read-only scripts."',
    ],
  ],
});
