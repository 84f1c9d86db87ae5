import dbsize from '../../../src/commands/server/dbsize.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(dbsize, {
  counts: [
    ['DBSIZE', '(integer) 0'],
    ['MSET a 1 b 2', 'OK'],
    ['DBSIZE', '(integer) 2'],
    ['DEL a', '(integer) 1'],
    ['DBSIZE', '(integer) 1'],
  ],
  'refuses arguments': [['DBSIZE x', "(error) ERR wrong number of arguments for 'dbsize' command"]],
});
