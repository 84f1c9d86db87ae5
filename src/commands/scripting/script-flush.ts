import { oneof, optional, rest } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'script|flush',
  summary: 'Forgets all scripts.',
  since: '2.6.0',
  group: 'scripting',
  complexity: 'O(N) where N is the number of scripts.',
  flags: ['noscript'],
  tips: ['request_policy:all_nodes', 'response_policy:all_succeeded'],
  args: { words: rest() },
  documentedArgs: { flushType: optional(oneof(['ASYNC', 'SYNC'], { since: '6.2.0' })) },
  history: [['6.2.0', 'ASYNC and SYNC may be given.']],
  examples: [['SCRIPT FLUSH', 'OK']],
  run(call, { words }) {
    const isKnown = words.count === 0 || (words.count === 1 && /^(a?sync)$/i.test(call.text(words.at(0))));
    if (!isKnown) return call.fail(ERROR.scriptFlushOption);
    call.server.scripts.flush();
    call.reply.ok();
  },
});
