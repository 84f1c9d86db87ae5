import clusterDelslotsrange from '../../../src/commands/cluster/cluster-delslotsrange.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterDelslotsrange, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER DELSLOTSRANGE x', "(error) ERR wrong number of arguments for 'cluster|delslotsrange' command"],
    ['CLUSTER DELSLOTSRANGE x x more', '(error) ERR This instance has cluster support disabled'],
    ['cluster delslotsrange x x', '(error) ERR This instance has cluster support disabled'],
  ],
});
