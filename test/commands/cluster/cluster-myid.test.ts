import clusterMyid from '../../../src/commands/cluster/cluster-myid.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterMyid, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER MYID x', "(error) ERR wrong number of arguments for 'cluster|myid' command"],
    ['cluster myid', '(error) ERR This instance has cluster support disabled'],
  ],
});
