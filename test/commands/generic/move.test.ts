import move from '../../../src/commands/generic/move.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(move, {
  'moves, with the expiry': [
    ['SET k v EX 100', 'OK'],
    ['MOVE k 1', '(integer) 1'],
    ['EXISTS k', '(integer) 0'],
    ['MOVE k 1', '(integer) 0'],
    ['SWAPDB 0 1', 'OK'],
    ['GET k', '"v"'],
    ['TTL k', '(integer) 100'],
  ],
  'does not replace': [
    ['SET k 1', 'OK'],
    ['COPY k k DB 1', '(integer) 1'],
    ['SET k 2', 'OK'],
    ['MOVE k 1', '(integer) 0'],
    ['GET k', '"2"'],
  ],
  refuses: [
    ['MOVE', "(error) ERR wrong number of arguments for 'move' command"],
    ['MOVE k', "(error) ERR wrong number of arguments for 'move' command"],
    ['MOVE k 1 2', "(error) ERR wrong number of arguments for 'move' command"],
    ['MOVE k 0', '(error) ERR source and destination objects are the same'],
    ['MOVE k 99', '(error) ERR DB index is out of range'],
    ['MOVE k -1', '(error) ERR DB index is out of range'],
    ['MOVE k x', '(error) ERR value is not an integer or out of range'],
    ['MOVE k 99999999999', '(error) ERR value is out of range, value must between -2147483648 and 2147483647'],
  ],
});
