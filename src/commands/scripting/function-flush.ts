import { oneof, optional } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'function|flush',
  summary: 'Forgets all libraries.',
  since: '7.0.0',
  group: 'scripting',
  complexity: 'O(N) where N is the number of functions.',
  flags: ['write', 'noscript'],
  tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
  args: { flushType: optional(oneof(['ASYNC', 'SYNC'])) },
  syntaxError: ERROR.functionFlushOption,
  examples: [['FUNCTION FLUSH', 'OK']],
  run(call) {
    call.server.scripts.flushLibraries();
    call.reply.ok();
  },
});
