import { integer, option } from '../../../protocol/command/grammar.ts';
import { hitRatioAt } from '../../analytics/report.ts';
import { command } from '../../dispatch/context.ts';
import { latestReport } from './latest-report.ts';

export default command({
  name: 'cache.mrc',
  summary: 'Tells which hit ratio the running workload would have at other sizes of memory, and how exact that is.',
  since: '8.0.2',
  group: 'module',
  complexity: 'O(N) with N being the number of points of the curve.',
  flags: ['readonly', 'loading', 'stale'],
  tips: ['nondeterministic_output'],
  args: { bytes: option('BYTES', integer({ min: 1 })) },
  examples: [
    ['CACHE.MRC BYTES 0', '(error) ERR value is out of range'],
    ['CACHE.MRC', '(nil)'],
  ],
  run(call, args) {
    const report = latestReport(call);
    if (report === undefined) return;
    const { reply } = call;
    const { mrc, sampling } = report;
    const points = args.bytes === undefined ? mrc.curve : [hitRatioAt(mrc.curve, args.bytes)];
    reply.map(4);
    reply.bulkLatin1('bytes_now');
    reply.integer(mrc.nowBytes);
    reply.bulkLatin1('reads');
    reply.integer(mrc.reads);
    reply.bulkLatin1('sampled_share');
    reply.double(sampling.rate);
    reply.bulkLatin1('points');
    reply.array(points.length);
    for (const { bytes, hitRatio, error } of points) {
      reply.array(3);
      reply.integer(bytes);
      reply.double(hitRatio);
      reply.double(error);
    }
  },
});
