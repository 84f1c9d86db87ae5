import rpush from '../../../src/commands/list/rpush.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(rpush, {
  'adds elements in their order': [
    ['RPUSH k a b', '(integer) 2'],
    ['RPUSH k c ""', '(integer) 4'],
    ['LRANGE k 0 -1', ['1) "a"', '2) "b"', '3) "c"', '4) ""']],
    ['LLEN k', '(integer) 4'],
    ['TYPE k', 'list'],
    ['OBJECT ENCODING k', '"listpack"'],
  ],
  refuses: [
    ['RPUSH', "(error) ERR wrong number of arguments for 'rpush' command"],
    ['RPUSH k', "(error) ERR wrong number of arguments for 'rpush' command"],
    ['EXISTS k', '(integer) 0'],
    ['SET s v', 'OK'],
    ['RPUSH s a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['GET s', '"v"'],
  ],
  'keeps the expiry': [
    ['RPUSH k a', '(integer) 1'],
    ['EXPIRE k 100', '(integer) 1'],
    ['RPUSH k b', '(integer) 2'],
    ['TTL k', '(integer) 100'],
  ],
});
