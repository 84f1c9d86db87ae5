import { integer, optional, rest } from '../../../protocol/command/grammar.ts';
import { ERROR, unknownOrWrongArity } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

/** Entries that are shown unless a number is given. */
const USUAL_COUNT = 10;

export default command({
  name: 'slowlog|get',
  summary: 'Gives the latest entries of the slow log: id, time, microseconds, arguments, client.',
  since: '2.2.12',
  group: 'server',
  complexity: 'O(N) where N is the number of entries given.',
  flags: ['admin', 'loading', 'stale'],
  tips: ['request_policy:all_nodes', 'nondeterministic_output'],
  history: [['4.0.0', "The client's address and name."]],
  args: {
    count: optional(integer({ min: -1, invalid: ERROR.slowlogCount, range: ERROR.slowlogCount })),
    more: rest(),
  },
  documentedArgs: { count: optional(integer()) },
  examples: [
    ['SLOWLOG GET', '(empty array)'],
    ['SLOWLOG GET -2', '(error) ERR count should be greater than or equal to -1'],
  ],
  run(call, { count = USUAL_COUNT, more }) {
    const { reply } = call;
    if (more.count > 0) return reply.error(unknownOrWrongArity(call.text(1), 'slowlog'));
    const entries = call.server.info.slowLog.latest(count);
    reply.array(entries.length);
    for (const { id, seconds, us, args, address, clientName } of entries) {
      reply.array(6);
      reply.integer(id);
      reply.integer(seconds);
      reply.integer(us);
      reply.array(args.length);
      for (const arg of args) reply.bulkLatin1(arg);
      reply.bulkLatin1(address);
      reply.bulkLatin1(clientName);
    }
  },
});
