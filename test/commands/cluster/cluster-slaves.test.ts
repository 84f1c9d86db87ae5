import clusterSlaves from '../../../src/commands/cluster/cluster-slaves.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterSlaves, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER SLAVES x x', "(error) ERR wrong number of arguments for 'cluster|slaves' command"],
    ['cluster slaves x', '(error) ERR This instance has cluster support disabled'],
  ],
});
