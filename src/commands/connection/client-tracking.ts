import { bytes, flag, integer, multiOption, oneof, option, rest } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { checkPrefixes, checkTrackingOptions, readTrackingOptions } from './tracking-options.ts';

export default command({
  name: 'client|tracking',
  summary: 'Turns the tracking of the keys that this connection reads on or off.',
  since: '6.0.0',
  group: 'connection',
  complexity: 'O(1). Some options may introduce additional complexity.',
  flags: ['noscript', 'loading', 'stale'],
  args: { status: bytes(), options: rest() },
  documentedArgs: {
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
    ['CLIENT TRACKING ON OPTIN BCAST', '(error) ERR OPTIN and OPTOUT are not compatible with BCAST'],
  ],
  run(call, args) {
    const { client, server } = call;
    const options = readTrackingOptions(call, args.options.first, args.options.end);
    if (typeof options === 'number') return call.fail(options);
    const status = call.text(args.status).toLowerCase();
    if (status === 'off') server.tracking.end(client);
    else if (status !== 'on') return call.fail(ERROR.syntax);
    else {
      const error = checkTrackingOptions(options, client.tracking);
      if (error !== 0) return call.fail(error);
      const overlap = checkPrefixes(options.prefixes, client.tracking?.prefixes ?? []);
      if (overlap !== '') return call.reply.error(overlap);
      if (!server.tracking.begin(client, options)) return call.fail(ERROR.outOfMemory);
    }
    call.reply.ok();
  },
});
