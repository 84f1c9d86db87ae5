import multi from '../../../src/commands/transactions/multi.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(multi, {
  'queues what follows': [
    ['MULTI', 'OK'],
    ['MULTI', '(error) ERR MULTI calls can not be nested'],
    ['SET a 1', 'QUEUED'],
    ['GET a', 'QUEUED'],
    ['EXEC', ['1) OK', '2) "1"']],
    ['GET a', '"1"'],
  ],
  'is ended by RESET': [
    ['MULTI', 'OK'],
    ['SET a 1', 'QUEUED'],
    ['RESET', 'RESET'],
    ['GET a', '(nil)'],
  ],
});
