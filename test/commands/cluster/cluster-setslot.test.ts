import clusterSetslot from '../../../src/commands/cluster/cluster-setslot.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterSetslot, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER SETSLOT x', "(error) ERR wrong number of arguments for 'cluster|setslot' command"],
    ['CLUSTER SETSLOT x x more', '(error) ERR This instance has cluster support disabled'],
    ['cluster setslot x x', '(error) ERR This instance has cluster support disabled'],
  ],
});
