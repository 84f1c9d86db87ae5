import llen from '../../../src/commands/list/llen.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(llen, {
  counts: [
    ['LLEN k', '(integer) 0'],
    ['RPUSH k a b c', '(integer) 3'],
    ['LLEN k', '(integer) 3'],
  ],
  refuses: [
    ['LLEN', "(error) ERR wrong number of arguments for 'llen' command"],
    ['LLEN a b', "(error) ERR wrong number of arguments for 'llen' command"],
    ['SET s v', 'OK'],
    ['LLEN s', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GET s', '"v"'],
  ],
});
