import { rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { textsOf } from './argument-texts.ts';

export default command({
  name: 'latency|reset',
  summary: 'Forgets the slow events, of some kinds or all.',
  since: '2.8.13',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  tips: ['request_policy:all_nodes', 'response_policy:agg_sum'],
  args: { event: rest() },
  examples: [['LATENCY RESET', '(integer) 0']],
  run(call, args) {
    call.reply.integer(call.server.info.latency.reset(textsOf(call, args.event)));
  },
});
