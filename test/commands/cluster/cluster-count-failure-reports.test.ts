import clusterCountFailureReports from '../../../src/commands/cluster/cluster-count-failure-reports.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(clusterCountFailureReports, {
  'is refused, when its arguments are as many as they have to be': [
    [
      'CLUSTER COUNT-FAILURE-REPORTS x x',
      "(error) ERR wrong number of arguments for 'cluster|count-failure-reports' command",
    ],
    ['cluster count-failure-reports x', '(error) ERR This instance has cluster support disabled'],
  ],
});
