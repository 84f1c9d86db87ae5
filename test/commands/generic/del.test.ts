import del from '../../../src/commands/generic/del.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(del, {
  'counts what it deleted': [
    ['MSET a 1 b 2 c 3', 'OK'],
    ['DEL a', '(integer) 1'],
    ['DEL a b b x c', '(integer) 2'],
    ['DBSIZE', '(integer) 0'],
  ],
  'refuses no keys': [['DEL', "(error) ERR wrong number of arguments for 'del' command"]],
});
