import clusterNodes from '../../../src/commands/cluster/cluster-nodes.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterNodes, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER NODES x', "(error) ERR wrong number of arguments for 'cluster|nodes' command"],
    ['cluster nodes', '(error) ERR This instance has cluster support disabled'],
  ],
});
