import clusterMeet from '../../../src/commands/cluster/cluster-meet.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterMeet, {
  'is refused, when its arguments are as many as they have to be': [
    ['CLUSTER MEET x', "(error) ERR wrong number of arguments for 'cluster|meet' command"],
    ['CLUSTER MEET x x more', '(error) ERR This instance has cluster support disabled'],
    ['cluster meet x x', '(error) ERR This instance has cluster support disabled'],
  ],
});
