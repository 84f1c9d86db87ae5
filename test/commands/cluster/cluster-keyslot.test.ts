import clusterKeyslot from '../../../src/commands/cluster/cluster-keyslot.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterKeyslot, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER KEYSLOT x x', "(error) ERR wrong number of arguments for 'cluster|keyslot' command"],
    ['cluster keyslot x', '(error) ERR This instance has cluster support disabled'],
  ],
});
