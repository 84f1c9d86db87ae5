import getbit from '../../../src/commands/bitmap/getbit.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(getbit, {
  'is 0 behind the end and without a key': [
    ['SET k a', 'OK'],
    ['GETBIT k 1', '(integer) 1'],
    ['GETBIT k 2', '(integer) 1'],
    ['GETBIT k 7', '(integer) 1'],
    ['GETBIT k 100', '(integer) 0'],
    ['GETBIT missing 3', '(integer) 0'],
  ],
  'refuses what is no position': [
    ['GETBIT k -1', '(error) ERR bit offset is not an integer or out of range'],
    ['GETBIT k x', '(error) ERR bit offset is not an integer or out of range'],
    ['GETBIT k 4294967296', '(error) ERR bit offset is not an integer or out of range'],
    ['RPUSH l a', '(integer) 1'],
    ['GETBIT l 0', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GETBIT k', "(error) ERR wrong number of arguments for 'getbit' command"],
  ],
});
