import clusterReplicate from '../../../src/commands/cluster/cluster-replicate.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterReplicate, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER REPLICATE x x', "(error) ERR wrong number of arguments for 'cluster|replicate' command"],
    ['cluster replicate x', '(error) ERR This instance has cluster support disabled'],
  ],
});
