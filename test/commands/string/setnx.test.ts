import setnx from '../../../src/commands/string/setnx.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(setnx, {
  'sets only what is new': [
    ['SETNX k a', '(integer) 1'],
    ['SETNX k b', '(integer) 0'],
    ['GET k', '"a"'],
    ['OBJECT ENCODING k', '"embstr"'],
    ['SETNX n 5', '(integer) 1'],
    ['OBJECT ENCODING n', '"int"'],
  ],
  'refuses another number of arguments': [
    ['SETNX', "(error) ERR wrong number of arguments for 'setnx' command"],
    ['SETNX k', "(error) ERR wrong number of arguments for 'setnx' command"],
    ['SETNX k a b', "(error) ERR wrong number of arguments for 'setnx' command"],
  ],
});
