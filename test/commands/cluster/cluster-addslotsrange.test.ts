import clusterAddslotsrange from '../../../src/commands/cluster/cluster-addslotsrange.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterAddslotsrange, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER ADDSLOTSRANGE x', "(error) ERR wrong number of arguments for 'cluster|addslotsrange' command"],
    ['CLUSTER ADDSLOTSRANGE x x more', '(error) ERR This instance has cluster support disabled'],
    ['cluster addslotsrange x x', '(error) ERR This instance has cluster support disabled'],
  ],
});
