import discard from '../../../src/commands/transactions/discard.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(discard, {
  'forgets what was queued and watched': [
    ['DISCARD', '(error) ERR DISCARD without MULTI'],
    ['WATCH a', 'OK'],
    ['MULTI', 'OK'],
    ['SET a 1', 'QUEUED'],
    ['DISCARD', 'OK'],
    ['GET a', '(nil)'],
    ['SET a 2', 'OK'],
    ['MULTI', 'OK'],
    ['GET a', 'QUEUED'],
    ['EXEC', '1) "2"'],
  ],
});
