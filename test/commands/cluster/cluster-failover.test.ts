import clusterFailover from '../../../src/commands/cluster/cluster-failover.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterFailover, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER FAILOVER more', '(error) ERR This instance has cluster support disabled'],
    ['cluster failover', '(error) ERR This instance has cluster support disabled'],
  ],
});
