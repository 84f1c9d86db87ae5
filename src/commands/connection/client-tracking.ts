import { bytes, flag, integer, multiOption, oneof, option } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'client|tracking',
  summary: 'Turns the tracking of the keys that this connection reads on or off.',
  since: '6.0.0',
  group: 'connection',
  complexity: 'O(1). Some options may introduce additional complexity.',
  flags: ['noscript', 'loading', 'stale'],
  args: {
    status: oneof(['ON', 'OFF']),
    clientId: option('REDIRECT', integer()),
    prefix: multiOption('PREFIX', bytes()),
    bcast: flag('BCAST'),
    optin: flag('OPTIN'),
    optout: flag('OPTOUT'),
    noloop: flag('NOLOOP'),
  },
  examples: [
    ['CLIENT TRACKING OFF', 'OK'],
    ['CLIENT TRACKING ON', '(error) ERR CLIENT TRACKING is not supported by this server'],
  ],
  run(call, { status, clientId, prefix, bcast, optin, optout }) {
    if (clientId !== undefined && !call.server.clients.exists(clientId)) return call.fail(ERROR.trackingRedirect);
    if (status === 'OFF') return call.reply.ok();
    if (prefix.count > 0 && !bcast) return call.fail(ERROR.trackingPrefix);
    if (optin && optout) return call.fail(ERROR.trackingBoth);
    call.fail(bcast && (optin || optout) ? ERROR.trackingBcast : ERROR.trackingUnsupported);
  },
});
