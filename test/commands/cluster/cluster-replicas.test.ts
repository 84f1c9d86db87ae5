import clusterReplicas from '../../../src/commands/cluster/cluster-replicas.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterReplicas, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER REPLICAS x x', "(error) ERR wrong number of arguments for 'cluster|replicas' command"],
    ['cluster replicas x', '(error) ERR This instance has cluster support disabled'],
  ],
});
