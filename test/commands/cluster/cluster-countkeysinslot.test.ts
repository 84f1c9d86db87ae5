import clusterCountkeysinslot from '../../../src/commands/cluster/cluster-countkeysinslot.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterCountkeysinslot, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER COUNTKEYSINSLOT x x', "(error) ERR wrong number of arguments for 'cluster|countkeysinslot' command"],
    ['cluster countkeysinslot x', '(error) ERR This instance has cluster support disabled'],
  ],
});
