import scriptFlush from '../../../src/commands/scripting/script-flush.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(scriptFlush, {
  'takes ASYNC and SYNC': [
    ['SCRIPT FLUSH ASYNC', 'OK'],
    ['SCRIPT FLUSH FOO', '(error) ERR SCRIPT FLUSH only support SYNC|ASYNC option'],
  ],
});
