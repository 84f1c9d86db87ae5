import clusterHelp from '../../../src/commands/cluster/cluster-help.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterHelp, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER HELP x', "(error) ERR wrong number of arguments for 'cluster|help' command"],
    ['cluster help', '(error) ERR This instance has cluster support disabled'],
  ],
});
