import rpoplpush from '../../../src/commands/list/rpoplpush.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(rpoplpush, {
  moves: [
    ['RPUSH a 1 2 3', '(integer) 3'],
    ['RPOPLPUSH a b', '"3"'],
    ['RPOPLPUSH a b', '"2"'],
    ['LRANGE b 0 -1', ['1) "2"', '2) "3"']],
    ['RPOPLPUSH b b', '"3"'],
    ['LRANGE b 0 -1', ['1) "3"', '2) "2"']],
    ['RPOPLPUSH nothing b', '(nil)'],
  ],
  refuses: [
    ['RPOPLPUSH a', "(error) ERR wrong number of arguments for 'rpoplpush' command"],
    ['SET s v', 'OK'],
    ['RPOPLPUSH s a', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['RPUSH a 1', '(integer) 1'],
    ['RPOPLPUSH a s', '(error) WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['RPOPLPUSH nothing s', '(nil)'],
  ],
});
