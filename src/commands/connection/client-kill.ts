import { bytes, repeat } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { KILL_DOCUMENTATION, KILL_HISTORY } from './client-kill-documentation.ts';
import { readKillFilter } from './kill-filter.ts';

export default command({
  name: 'client|kill',
  summary: 'Closes connections: the one of an address, or all that fit the filters.',
  since: '2.4.0',
  group: 'connection',
  complexity: 'O(N) where N is the number of client connections',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  history: KILL_HISTORY,
  args: { filters: repeat(bytes()) },
  documentedArgs: KILL_DOCUMENTATION,
  examples: [
    ['CLIENT KILL 10.0.0.1:50000', '(error) ERR No such client'],
    ['CLIENT KILL ID 999 SKIPME no', '(integer) 0'],
  ],
  run(call, { filters }) {
    const { client, server } = call;
    if (filters.count === 1) {
      const killed = server.clients.kill(client, { address: call.text(filters.first) });
      if (killed === 0) call.fail(ERROR.noSuchClient);
      else call.reply.ok();
      return;
    }
    const filter = readKillFilter(call, filters.first, filters.end);
    if (typeof filter === 'string') call.reply.error(filter);
    else call.reply.integer(server.clients.kill(client, filter));
  },
});
