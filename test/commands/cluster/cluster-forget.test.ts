import clusterForget from '../../../src/commands/cluster/cluster-forget.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterForget, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER FORGET x x', "(error) ERR wrong number of arguments for 'cluster|forget' command"],
    ['cluster forget x', '(error) ERR This instance has cluster support disabled'],
  ],
});
