import flushdb from '../../../src/commands/server/flushdb.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(flushdb, {
  'empties this database only': [
    ['SET a 1', 'OK'],
    ['COPY a a DB 1', '(integer) 1'],
    ['FLUSHDB', 'OK'],
    ['DBSIZE', '(integer) 0'],
    ['SWAPDB 0 1', 'OK'],
    ['DBSIZE', '(integer) 1'],
  ],
  'knows SYNC and ASYNC': [
    ['FLUSHDB SYNC', 'OK'],
    ['flushdb async', 'OK'],
  ],
  refuses: [
    ['FLUSHDB FOO', '(error) ERR syntax error'],
    ['FLUSHDB SYNC ASYNC', '(error) ERR syntax error'],
  ],
});
