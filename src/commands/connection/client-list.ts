import { bytes, integer, oneof, option, optional, repeat, token } from '../../../protocol/command/grammar.ts';
import { ERROR, unknownClientType } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { clientType } from './client-types.ts';

export default command({
  name: 'client|list',
  summary: 'Describes the connections, one line each.',
  since: '2.4.0',
  group: 'connection',
  complexity: 'O(N) where N is the number of client connections',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  tips: ['nondeterministic_output'],
  history: [
    ['2.8.12', 'The field `id`.'],
    ['5.0.0', 'The filter `TYPE`.'],
    ['6.0.0', 'The field `user`.'],
    ['6.2.0', 'The fields `argv-mem`, `tot-mem`, `laddr` and `redir`, and the filter `ID`.'],
    ['7.0.0', 'The fields `resp`, `multi-mem`, `rbs` and `rbp`.'],
    ['7.0.3', 'The field `ssub`.'],
    ['7.2.0', 'The fields `lib-name` and `lib-ver`.'],
    ['7.4.0', 'The field `watch`.'],
    ['8.0.0', 'The field `io-thread`.'],
  ],
  args: {
    clients: optional(
      oneof(
        { type: token('TYPE', bytes()), ids: token('ID', repeat(integer({ invalid: ERROR.invalidClientId }))) },
        { again: 'never' },
      ),
    ),
  },
  documentedArgs: {
    clientType: option('TYPE', oneof(['NORMAL', 'MASTER', 'REPLICA', 'PUBSUB'], { since: '5.0.0' })),
    clientId: option('ID', repeat(integer(), { since: '6.2.0' })),
  },
  examples: [
    ['CLIENT LIST TYPE pubsub', '""'],
    ['CLIENT LIST ID x', '(error) ERR Invalid client ID'],
  ],
  run(call, { clients: which }) {
    const { clients } = call.server;
    let text = '';
    if (which === undefined) text = clients.list(call.client, {}, call.args);
    else if (which.is === 'type') {
      const word = call.text(which.value);
      const type = clientType(word);
      if (type === undefined) return call.reply.error(unknownClientType(word));
      text = clients.list(call.client, { type }, call.args);
    } else {
      const { numbers, count } = which.value;
      for (let i = 0; i < count; i++) text += clients.list(call.client, { id: numbers[i] }, call.args);
    }
    call.reply.verbatim('txt', text);
  },
});
