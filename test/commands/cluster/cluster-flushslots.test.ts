import clusterFlushslots from '../../../src/commands/cluster/cluster-flushslots.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterFlushslots, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER FLUSHSLOTS x', "(error) ERR wrong number of arguments for 'cluster|flushslots' command"],
    ['cluster flushslots', '(error) ERR This instance has cluster support disabled'],
  ],
});
