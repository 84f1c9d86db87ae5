import { bytes, optional } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { replyFields, replyFigure } from './fields.ts';
import { latestReport } from './latest-report.ts';
import { overviewFields } from './overview-fields.ts';
import { prefixFields } from './prefix-fields.ts';

export default command({
  name: 'cache.stats',
  summary: 'Tells what the cache is used for: as a whole with every prefix, or one prefix of keys.',
  since: '8.0.2',
  group: 'module',
  complexity: 'O(N) with N being the number of prefixes.',
  flags: ['readonly', 'loading', 'stale'],
  tips: ['nondeterministic_output'],
  args: { prefix: optional(bytes()) },
  examples: [['CACHE.STATS user:', '(nil)']],
  run(call, args) {
    const report = latestReport(call);
    if (report === undefined) return;
    const { reply } = call;
    if (args.prefix !== undefined) {
      const name = call.text(args.prefix);
      const found = report.prefixes.find(({ prefix }) => prefix === name);
      if (found === undefined) reply.null();
      else replyFields(reply, prefixFields(found));
      return;
    }
    const overview = overviewFields(report);
    reply.map(overview.length + 1);
    for (const [name, value] of overview) {
      reply.bulkLatin1(name);
      replyFigure(reply, value);
    }
    reply.bulkLatin1('prefixes');
    reply.array(report.prefixes.length);
    for (const stats of report.prefixes) replyFields(reply, prefixFields(stats));
  },
});
