import unlink from '../../../src/commands/generic/unlink.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(unlink, {
  'counts what it deleted': [
    ['MSET a 1 b 2 c 3', 'OK'],
    ['UNLINK a', '(integer) 1'],
    ['UNLINK a b b x c', '(integer) 2'],
    ['DBSIZE', '(integer) 0'],
  ],
  'refuses no keys': [['UNLINK', "(error) ERR wrong number of arguments for 'unlink' command"]],
});
