import clusterGetkeysinslot from '../../../src/commands/cluster/cluster-getkeysinslot.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterGetkeysinslot, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER GETKEYSINSLOT x x x', "(error) ERR wrong number of arguments for 'cluster|getkeysinslot' command"],
    ['cluster getkeysinslot x x', '(error) ERR This instance has cluster support disabled'],
  ],
});
