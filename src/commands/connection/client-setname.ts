import { bytes } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { isClientName } from './client-names.ts';

export default command({
  name: 'client|setname',
  summary: 'Names this connection; an empty name takes the name away.',
  since: '2.6.9',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale'],
  tips: ['request_policy:all_nodes', 'response_policy:all_succeeded'],
  args: { connectionName: bytes() },
  examples: [
    ['CLIENT SETNAME worker', 'OK'],
    ['CLIENT SETNAME "two words"', '(error) ERR Client names cannot contain spaces, newlines or special characters.'],
  ],
  run(call, { connectionName }) {
    const name = call.text(connectionName);
    if (!isClientName(name)) return call.fail(ERROR.clientName);
    call.client.name = name;
    call.server.clients.publish(call.client);
    call.reply.ok();
  },
});
