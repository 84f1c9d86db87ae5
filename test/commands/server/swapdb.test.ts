import swapdb from '../../../src/commands/server/swapdb.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(swapdb, {
  'exchanges keys and expiries': [
    ['SET a 1 EX 100', 'OK'],
    ['SWAPDB 0 1', 'OK'],
    ['EXISTS a', '(integer) 0'],
    ['SET a 2', 'OK'],
    ['SWAPDB 1 0', 'OK'],
    ['TTL a', '(integer) 100'],
    ['GET a', '"1"'],
    ['SWAPDB 0 1', 'OK'],
    ['TTL a', '(integer) -1'],
  ],
  'leaves a database alone': [
    ['SET a 1', 'OK'],
    ['SWAPDB 0 0', 'OK'],
    ['GET a', '"1"'],
  ],
  refuses: [
    ['SWAPDB', "(error) ERR wrong number of arguments for 'swapdb' command"],
    ['SWAPDB 0', "(error) ERR wrong number of arguments for 'swapdb' command"],
    ['SWAPDB 0 1 2', "(error) ERR wrong number of arguments for 'swapdb' command"],
    ['SWAPDB a 1', '(error) ERR invalid first DB index'],
    ['SWAPDB 0 b', '(error) ERR invalid second DB index'],
    ['SWAPDB a b', '(error) ERR invalid first DB index'],
    ['SWAPDB 0 99', '(error) ERR DB index is out of range'],
    ['SWAPDB -1 0', '(error) ERR DB index is out of range'],
    ['SWAPDB 0 9999999999', '(error) ERR invalid second DB index'],
  ],
});
