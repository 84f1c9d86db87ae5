import { bytes, integer, list, oneof, token } from '../../../protocol/command/grammar.ts';
import { ERROR, noSuchUser, unknownClientType } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { KILL_DOCUMENTATION, KILL_HISTORY } from './client-kill-documentation.ts';
import { type KillOption, readKillFilter } from './kill-filter.ts';

const id = integer({ min: 1, eager: true, invalid: ERROR.clientIdPositive, range: ERROR.clientIdPositive });
const age = integer({ min: 1, eager: true, invalid: ERROR.maxAgeNotInteger, range: ERROR.maxAgePositive });

export default command({
  name: 'client|kill',
  summary: 'Closes connections: the one of an address, or all that fit the filters.',
  since: '2.4.0',
  group: 'connection',
  complexity: 'O(N) where N is the number of client connections',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  history: KILL_HISTORY,
  args: {
    which: oneof({
      address: bytes({ alone: true }),
      filters: list(
        oneof({
          id: token('ID', id),
          type: token('TYPE', bytes()),
          user: token('USER', bytes()),
          addr: token('ADDR', bytes()),
          laddr: token('LADDR', bytes()),
          skipme: token('SKIPME', oneof(['YES', 'NO'])),
          maxage: token('MAXAGE', age),
        }),
        { min: 1 },
      ),
    }),
  },
  documentedArgs: KILL_DOCUMENTATION,
  arity: -3,
  examples: [
    ['CLIENT KILL 10.0.0.1:50000', '(error) ERR No such client'],
    ['CLIENT KILL ID 999 SKIPME no', '(integer) 0'],
  ],
  run(call, { which }) {
    const { client, server } = call;
    if (which.is === 'address') {
      const killed = server.clients.kill(client, { address: call.text(which.value) });
      if (killed === 0) call.fail(ERROR.noSuchClient);
      else call.reply.ok();
      return;
    }
    const { items, count } = which.value;
    const filter = readKillFilter(call, items.slice(0, count) as readonly KillOption[]);
    if ('unknownType' in filter) call.reply.error(unknownClientType(filter.unknownType));
    else if ('unknownUser' in filter) call.reply.error(noSuchUser(filter.unknownUser));
    else call.reply.integer(server.clients.kill(client, filter));
  },
});
