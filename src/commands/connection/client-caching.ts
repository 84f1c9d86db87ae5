import { bytes, oneof } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'client|caching',
  summary: 'Says whether the keys of the next command are tracked, in the modes OPTIN and OPTOUT.',
  since: '6.0.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale'],
  args: { mode: bytes() },
  documentedArgs: { mode: oneof(['YES', 'NO']) },
  examples: [
    [
      'CLIENT CACHING YES',
      '(error) ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled',
    ],
  ],
  run(call) {
    call.fail(ERROR.cachingNotTracking);
  },
});
