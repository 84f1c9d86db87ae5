import clusterBumpepoch from '../../../src/commands/cluster/cluster-bumpepoch.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterBumpepoch, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER BUMPEPOCH x', "(error) ERR wrong number of arguments for 'cluster|bumpepoch' command"],
    ['cluster bumpepoch', '(error) ERR This instance has cluster support disabled'],
  ],
});
