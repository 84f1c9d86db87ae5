import clusterShards from '../../../src/commands/cluster/cluster-shards.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterShards, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER SHARDS x', "(error) ERR wrong number of arguments for 'cluster|shards' command"],
    ['cluster shards', '(error) ERR This instance has cluster support disabled'],
  ],
});
