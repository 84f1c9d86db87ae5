import { rest } from '../../../protocol/command/grammar.ts';
import { type Call, command } from '../../dispatch/context.ts';
import { textsOf } from './argument-texts.ts';

export default command({
  name: 'latency|histogram',
  summary: 'Tells how many runs of commands took how long, of those that are named or of all.',
  since: '7.0.0',
  group: 'server',
  complexity: 'O(N) where N is the number of commands asked for.',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  tips: ['nondeterministic_output', 'request_policy:all_nodes', 'response_policy:special'],
  args: { command: rest() },
  examples: [['LATENCY HISTOGRAM nosuch', '(empty array)']],
  run(call, args) {
    const { reply } = call;
    const found = rowsOf(call, textsOf(call, args.command)).flatMap(({ id, name }) => {
      const durations = call.server.info.durations(id);
      return durations === undefined ? [] : { name, durations };
    });
    reply.map(found.length);
    for (const { name, durations } of found) {
      reply.bulkLatin1(name);
      reply.map(2);
      reply.bulkLatin1('calls');
      reply.integer(durations.calls);
      reply.bulkLatin1('histogram_usec');
      reply.map(durations.buckets.length);
      for (const [us, calls] of durations.buckets) {
        reply.integer(us);
        reply.integer(calls);
      }
    }
  },
});

/** The commands of these names, containers with their subcommands; all for no name. */
function rowsOf(call: Call, names: readonly string[]): readonly { readonly id: number; readonly name: string }[] {
  const { table } = call.server;
  if (names.length === 0) return table.rows;
  return names.flatMap((name) => {
    const row = table.named(name);
    return row === undefined ? [] : [row, ...row.subcommandRows];
  });
}
