import clusterLinks from '../../../src/commands/cluster/cluster-links.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterLinks, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER LINKS x', "(error) ERR wrong number of arguments for 'cluster|links' command"],
    ['cluster links', '(error) ERR This instance has cluster support disabled'],
  ],
});
