import exec from '../../../src/commands/transactions/exec.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(exec, {
  'runs nothing when a command was refused': [
    ['MULTI', 'OK'],
    ['SET a 1', 'QUEUED'],
    ['NOSUCH', "(error) ERR unknown command 'NOSUCH', with args beginning with: "],
    ['EXEC', '(error) EXECABORT Transaction discarded because of previous errors.'],
    ['GET a', '(nil)'],
    ['EXEC', '(error) ERR EXEC without MULTI'],
  ],
  'goes on behind a command that fails': [
    ['MULTI', 'OK'],
    ['SET a word', 'QUEUED'],
    ['INCR a', 'QUEUED'],
    ['SET a 1 XX NX', 'QUEUED'],
    ['APPEND a s', 'QUEUED'],
    [
      'EXEC',
      [
        '1) OK',
        '2) (error) ERR value is not an integer or out of range',
        '3) (error) ERR syntax error',
        '4) (integer) 5',
      ],
    ],
  ],
  'discards when it is refused itself': [
    ['EXEC x', "(error) EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command"],
    ['MULTI', 'OK'],
    ['EXEC x', "(error) EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command"],
    ['EXEC', '(error) ERR EXEC without MULTI'],
  ],
  'sees the whole store inside': [
    ['MSET a 1 b 2', 'OK'],
    ['MULTI', 'OK'],
    ['DBSIZE', 'QUEUED'],
    ['FLUSHALL', 'QUEUED'],
    ['DBSIZE', 'QUEUED'],
    ['EXEC', ['1) (integer) 2', '2) OK', '3) (integer) 0']],
  ],
  'selects databases': [
    ['MULTI', 'OK'],
    ['SELECT 2', 'QUEUED'],
    ['SET a two', 'QUEUED'],
    ['EXEC', ['1) OK', '2) OK']],
    ['GET a', '"two"'],
    ['SELECT 0', 'OK'],
    ['GET a', '(nil)'],
  ],
});
