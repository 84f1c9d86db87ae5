import lindex from '../../../src/commands/list/lindex.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(lindex, {
  'counts from both ends': [
    ['RPUSH k a b c', '(integer) 3'],
    ['LINDEX k 0', '"a"'],
    ['LINDEX k 2', '"c"'],
    ['LINDEX k 3', '(nil)'],
    ['LINDEX k -1', '"c"'],
    ['LINDEX k -3', '"a"'],
    ['LINDEX k -4', '(nil)'],
  ],
  'reads the index only if there is a list': [
    ['LINDEX k x', '(nil)'],
    ['RPUSH k a', '(integer) 1'],
    ['LINDEX k x', '(error) ERR value is not an integer or out of range'],
    ['LINDEX k 1.5', '(error) ERR value is not an integer or out of range'],
    ['LINDEX k 9223372036854775808', '(error) ERR value is not an integer or out of range'],
    ['LINDEX k', "(error) ERR wrong number of arguments for 'lindex' command"],
  ],
  'refuses other types': [
    ['SET s v', 'OK'],
    ['LINDEX s 0', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GET s', '"v"'],
  ],
});
