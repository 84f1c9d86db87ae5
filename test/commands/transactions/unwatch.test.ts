import unwatch from '../../../src/commands/transactions/unwatch.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(unwatch, {
  'lets EXEC run whatever changed': [
    ['WATCH a b', 'OK'],
    ['SET a 1', 'OK'],
    ['UNWATCH', 'OK'],
    ['MULTI', 'OK'],
    ['UNWATCH', 'QUEUED'],
    ['GET a', 'QUEUED'],
    ['EXEC', ['1) OK', '2) "1"']],
  ],
});
