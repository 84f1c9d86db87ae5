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
  run(call, args) {
    const { tracking } = call.client;
    if (tracking === undefined) return call.fail(ERROR.cachingNotTracking);
    const mode = call.text(args.mode).toLowerCase();
    if (mode !== 'yes' && mode !== 'no') return call.fail(ERROR.syntax);
    if (mode === 'yes' && !tracking.optin) return call.fail(ERROR.cachingYes);
    if (mode === 'no' && !tracking.optout) return call.fail(ERROR.cachingNo);
    tracking.caching = true;
    call.reply.ok();
  },
});
