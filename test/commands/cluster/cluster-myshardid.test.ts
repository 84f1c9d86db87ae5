import clusterMyshardid from '../../../src/commands/cluster/cluster-myshardid.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterMyshardid, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER MYSHARDID x', "(error) ERR wrong number of arguments for 'cluster|myshardid' command"],
    ['cluster myshardid', '(error) ERR This instance has cluster support disabled'],
  ],
});
