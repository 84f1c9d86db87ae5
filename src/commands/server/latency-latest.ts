import { command } from '../../dispatch/context.ts';

export default command({
  name: 'latency|latest',
  summary: 'Gives the latest and the highest duration of every kind of slow event.',
  since: '2.8.13',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  tips: ['nondeterministic_output', 'request_policy:all_nodes', 'response_policy:special'],
  args: {},
  examples: [['LATENCY LATEST', '(empty array)']],
  run(call) {
    const { reply } = call;
    const events = call.server.info.latency.list();
    reply.array(events.length);
    for (const { name, highestMs, samples } of events) {
      const latest = samples.at(-1)!;
      reply.array(4);
      reply.bulkLatin1(name);
      reply.integer(latest.seconds);
      reply.integer(latest.ms);
      reply.integer(highestMs);
    }
  },
});
