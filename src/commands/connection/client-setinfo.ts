import { bytes, oneof, token } from '../../../protocol/command/grammar.ts';
import { clientInfoCharacters, unrecognizedOption } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { isClientName } from './client-names.ts';

export default command({
  name: 'client|setinfo',
  summary: 'Tells the server which library this connection is from.',
  since: '7.2.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale'],
  tips: ['request_policy:all_nodes', 'response_policy:all_succeeded'],
  args: { attribute: bytes(), value: bytes() },
  documentedArgs: { attr: oneof({ libname: token('LIB-NAME', bytes()), libver: token('LIB-VER', bytes()) }) },
  examples: [
    ['CLIENT SETINFO LIB-NAME mylib', 'OK'],
    ['CLIENT SETINFO COLOUR red', "(error) ERR Unrecognized option 'COLOUR'"],
  ],
  run(call, args) {
    const attribute = call.text(args.attribute);
    const value = call.text(args.value);
    const which = attribute.toLowerCase();
    if (which !== 'lib-name' && which !== 'lib-ver') return call.reply.error(unrecognizedOption(attribute));
    if (!isClientName(value)) return call.reply.error(clientInfoCharacters(attribute));
    if (which === 'lib-name') call.client.libName = value;
    else call.client.libVersion = value;
    call.server.clients.publish(call.client);
    call.reply.ok();
  },
});
