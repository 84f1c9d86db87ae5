import { command } from '../../dispatch/context.ts';
import { replyFields } from './fields.ts';
import { latestReport } from './latest-report.ts';

export default command({
  name: 'cache.policies',
  summary: 'Tells what other eviction policies, and each rule of allkeys-adaptive, would have hit of late.',
  since: '8.0.2',
  group: 'module',
  complexity: 'O(1)',
  flags: ['readonly', 'loading', 'stale'],
  tips: ['nondeterministic_output'],
  args: {},
  examples: [['CACHE.POLICIES', '(nil)']],
  run(call) {
    const report = latestReport(call);
    if (report === undefined) return;
    call.reply.array(report.policies.length);
    for (const { name, hitRatio, inForce } of report.policies) {
      replyFields(call.reply, [
        ['name', name],
        ['hit_ratio', { double: hitRatio }],
        ['in_force', inForce ? 1 : 0],
      ]);
    }
  },
});
