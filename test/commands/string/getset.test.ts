import getset from '../../../src/commands/string/getset.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(getset, {
  'gives the old and stores the new': [
    ['GETSET k a', '(nil)'],
    ['GETSET k b', '"a"'],
    ['GET k', '"b"'],
  ],
  'takes the expiry away': [
    ['SET k v EX 100', 'OK'],
    ['GETSET k w', '"v"'],
    ['TTL k', '(integer) -1'],
  ],
  'stores integers as such': [
    ['GETSET k 12', '(nil)'],
    ['OBJECT ENCODING k', '"int"'],
  ],
  'refuses another number of arguments': [
    ['GETSET', "(error) ERR wrong number of arguments for 'getset' command"],
    ['GETSET k', "(error) ERR wrong number of arguments for 'getset' command"],
    ['GETSET k a b', "(error) ERR wrong number of arguments for 'getset' command"],
  ],
});
