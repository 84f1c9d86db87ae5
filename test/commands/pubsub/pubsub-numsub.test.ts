import pubsubNumsub from '../../../src/commands/pubsub/pubsub-numsub.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(pubsubNumsub, {
  'answers for each name, and nothing for none': [
    ['PUBSUB NUMSUB', '(empty array)'],
    ['SUBSCRIBE a', ['1) "subscribe"', '2) "a"', '3) (integer) 1']],
    ['RESET', 'RESET'],
    ['PUBSUB NUMSUB a b', ['1) "a"', '2) (integer) 0', '3) "b"', '4) (integer) 0']],
  ],
});
