import msetnx from '../../../src/commands/string/msetnx.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(msetnx, {
  'sets all or nothing': [
    ['SET b old', 'OK'],
    ['MSETNX a 1 b 2', '(integer) 0'],
    ['EXISTS a', '(integer) 0'],
    ['MSETNX a 1 c 2', '(integer) 1'],
    ['MGET a b c', ['1) "1"', '2) "old"', '3) "2"']],
  ],
  'takes equal keys that are new': [
    ['MSETNX a 1 a 2', '(integer) 1'],
    ['GET a', '"2"'],
  ],
  'refuses half a pair': [
    ['MSETNX', "(error) ERR wrong number of arguments for 'msetnx' command"],
    ['MSETNX a', "(error) ERR wrong number of arguments for 'msetnx' command"],
    ['MSETNX a 1 b', "(error) ERR wrong number of arguments for 'msetnx' command"],
    ['EXISTS a', '(integer) 0'],
  ],
});
