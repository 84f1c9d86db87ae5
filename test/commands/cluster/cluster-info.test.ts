import clusterInfo from '../../../src/commands/cluster/cluster-info.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterInfo, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER INFO x', "(error) ERR wrong number of arguments for 'cluster|info' command"],
    ['cluster info', '(error) ERR This instance has cluster support disabled'],
  ],
});
