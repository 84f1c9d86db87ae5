import lpush from '../../../src/commands/list/lpush.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(lpush, {
  'adds elements in their order': [
    ['LPUSH k a b', '(integer) 2'],
    ['LPUSH k c ""', '(integer) 4'],
    ['LRANGE k 0 -1', ['1) ""', '2) "c"', '3) "b"', '4) "a"']],
    ['LLEN k', '(integer) 4'],
    ['TYPE k', 'list'],
    ['OBJECT ENCODING k', '"listpack"'],
  ],
  refuses: [
    ['LPUSH', "(error) ERR wrong number of arguments for 'lpush' command"],
    ['LPUSH k', "(error) ERR wrong number of arguments for 'lpush' command"],
    ['EXISTS k', '(integer) 0'],
    ['SET s v', 'OK'],
    ['LPUSH s a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GET s', '"v"'],
  ],
  'keeps the expiry': [
    ['LPUSH k a', '(integer) 1'],
    ['EXPIRE k 100', '(integer) 1'],
    ['LPUSH k b', '(integer) 2'],
    ['TTL k', '(integer) 100'],
  ],
});
