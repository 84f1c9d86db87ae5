import { command } from '../../dispatch/context.ts';
import { firstFault } from './self-test.ts';

export default command({
  name: 'pfselftest',
  summary: 'Tests the HyperLogLog: registers against a plain copy, and counts against what was counted.',
  since: '2.8.9',
  group: 'hyperloglog',
  complexity: 'N/A',
  flags: ['admin'],
  docFlags: ['syscmd'],
  args: {},
  examples: [['PFSELFTEST', 'OK']],
  run(call) {
    const fault = firstFault();
    if (fault === undefined) call.reply.ok();
    else call.reply.error(`TESTFAILED ${fault}`);
  },
});
