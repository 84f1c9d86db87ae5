import pubsubNumpat from '../../../src/commands/pubsub/pubsub-numpat.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(pubsubNumpat, {
  'counts patterns that have subscribers': [
    ['PSUBSCRIBE a*', ['1) "psubscribe"', '2) "a*"', '3) (integer) 1']],
    ['RESET', 'RESET'],
    ['PUBSUB NUMPAT', '(integer) 0'],
  ],
  'takes no argument': [['PUBSUB NUMPAT x', "(error) ERR wrong number of arguments for 'pubsub|numpat' command"]],
});
