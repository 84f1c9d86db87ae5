import clusterDelslots from '../../../src/commands/cluster/cluster-delslots.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterDelslots, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER DELSLOTS', "(error) ERR wrong number of arguments for 'cluster|delslots' command"],
    ['CLUSTER DELSLOTS x more', '(error) ERR This instance has cluster support disabled'],
    ['cluster delslots x', '(error) ERR This instance has cluster support disabled'],
  ],
});
