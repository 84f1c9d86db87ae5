import { int64, integer, oneof, optional, rest } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'client|unblock',
  summary: 'Ends the wait of a blocked client, as if its time were over or with an error.',
  since: '5.0.0',
  group: 'connection',
  complexity: 'O(log N) where N is the number of client connections',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  args: {
    clientId: int64(),
    unblockType: optional(oneof(['TIMEOUT', 'ERROR'], { again: 'never', conflict: ERROR.unblockArguments })),
    ignored: rest(),
  },
  documentedArgs: { clientId: integer(), unblockType: optional(oneof(['TIMEOUT', 'ERROR'])) },
  examples: [['CLIENT UNBLOCK 999', '(integer) 0']],
  check({ unblockType, ignored }) {
    if (ignored.count === 0) return 0;
    return unblockType === undefined && ignored.count === 1 ? ERROR.unblockReason : ERROR.unblockArguments;
  },
  run(call, { clientId, unblockType }) {
    call.reply.integer(call.server.clients.unblock(Number(clientId), unblockType === 'ERROR') ? 1 : 0);
  },
});
