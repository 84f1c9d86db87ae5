import mset from '../../../src/commands/string/mset.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(mset, {
  'sets in order, so the last of equal keys counts': [
    ['MSET a 1 b 2 a 3', 'OK'],
    ['GET a', '"3"'],
    ['GET b', '"2"'],
  ],
  'takes expiries away': [
    ['SET a v EX 100', 'OK'],
    ['MSET a w b x', 'OK'],
    ['TTL a', '(integer) -1'],
  ],
  'refuses half a pair': [
    ['MSET', "(error) ERR wrong number of arguments for 'mset' command"],
    ['MSET a', "(error) ERR wrong number of arguments for 'mset' command"],
    ['MSET a 1 b', "(error) ERR wrong number of arguments for 'mset' command"],
    ['EXISTS a', '(integer) 0'],
  ],
});
