import { command } from '../../dispatch/context.ts';

export default command({
  name: 'dbsize',
  summary: 'Counts the keys of the selected database.',
  since: '1.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  acl: ['keyspace'],
  tips: ['request_policy:all_shards', 'response_policy:agg_sum'],
  args: {},
  examples: [
    ['MSET a 1 b 2', 'OK'],
    ['DBSIZE', '(integer) 2'],
  ],
  run(call) {
    call.reply.integer(call.store.size(call.client.db));
  },
});
