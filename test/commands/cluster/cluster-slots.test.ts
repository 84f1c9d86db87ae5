import clusterSlots from '../../../src/commands/cluster/cluster-slots.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterSlots, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER SLOTS x', "(error) ERR wrong number of arguments for 'cluster|slots' command"],
    ['cluster slots', '(error) ERR This instance has cluster support disabled'],
  ],
});
