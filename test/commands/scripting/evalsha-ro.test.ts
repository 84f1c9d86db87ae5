import evalshaReadOnly from '../../../src/commands/scripting/evalsha-ro.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(evalshaReadOnly, {
  'only reads': [
    [['SCRIPT', 'LOAD', 'return redis.pcall("DEL", "k").err'], '"fcf3d5a70498816b8948574e694c324ca4d2e945"'],
    [
      'EVALSHA_RO fcf3d5a70498816b8948574e694c324ca4d2e945 0',
      '"ERR Write commands are not allowed from read-only scripts."',
    ],
  ],
});
