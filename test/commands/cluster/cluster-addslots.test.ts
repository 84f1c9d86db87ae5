import clusterAddslots from '../../../src/commands/cluster/cluster-addslots.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterAddslots, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER ADDSLOTS', "(error) ERR wrong number of arguments for 'cluster|addslots' command"],
    ['CLUSTER ADDSLOTS x more', '(error) ERR This instance has cluster support disabled'],
    ['cluster addslots x', '(error) ERR This instance has cluster support disabled'],
  ],
});
