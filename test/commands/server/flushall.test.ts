import flushall from '../../../src/commands/server/flushall.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(flushall, {
  'empties all databases': [
    ['SET a 1', 'OK'],
    ['COPY a a DB 1', '(integer) 1'],
    ['FLUSHALL', 'OK'],
    ['DBSIZE', '(integer) 0'],
    ['SWAPDB 0 1', 'OK'],
    ['DBSIZE', '(integer) 0'],
  ],
  'knows SYNC and ASYNC': [
    ['FLUSHALL SYNC', 'OK'],
    ['flushall async', 'OK'],
  ],
  refuses: [
    ['FLUSHALL FOO', '(error) ERR syntax error'],
    ['FLUSHALL SYNC ASYNC', '(error) ERR syntax error'],
  ],
});
