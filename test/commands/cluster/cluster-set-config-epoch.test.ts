import clusterSetConfigEpoch from '../../../src/commands/cluster/cluster-set-config-epoch.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterSetConfigEpoch, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER SET-CONFIG-EPOCH x x', "(error) ERR wrong number of arguments for 'cluster|set-config-epoch' command"],
    ['cluster set-config-epoch x', '(error) ERR This instance has cluster support disabled'],
  ],
});
