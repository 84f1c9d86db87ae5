import pubsubShardNumsub from '../../../src/commands/pubsub/pubsub-shardnumsub.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(pubsubShardNumsub, {
  'answers for each name, and nothing for none': [
    ['PUBSUB SHARDNUMSUB', '(empty array)'],
    ['SSUBSCRIBE a', ['1) "ssubscribe"', '2) "a"', '3) (integer) 1']],
    ['RESET', 'RESET'],
    ['PUBSUB SHARDNUMSUB a b', ['1) "a"', '2) (integer) 0', '3) "b"', '4) (integer) 0']],
  ],
});
