import clusterSaveconfig from '../../../src/commands/cluster/cluster-saveconfig.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterSaveconfig, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER SAVECONFIG x', "(error) ERR wrong number of arguments for 'cluster|saveconfig' command"],
    ['cluster saveconfig', '(error) ERR This instance has cluster support disabled'],
  ],
});
