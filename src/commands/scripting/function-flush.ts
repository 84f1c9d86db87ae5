import { oneof, optional, rest } from '../../../protocol/command/grammar.ts';
import { ERROR, unknownOrWrongArity } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'function|flush',
  summary: 'Forgets all libraries.',
  since: '7.0.0',
  group: 'scripting',
  complexity: 'O(N) where N is the number of functions.',
  flags: ['write', 'noscript'],
  tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
  // Redis takes whatever comes and looks at it then: two words are another error than a wrong one.
  args: { words: rest() },
  documentedArgs: { flushType: optional(oneof(['ASYNC', 'SYNC'])) },
  examples: [['FUNCTION FLUSH', 'OK']],
  run(call, { words }) {
    if (words.count > 1) return call.reply.error(unknownOrWrongArity(call.text(1), 'function'));
    if (words.count === 1 && !/^(a?sync)$/i.test(call.text(words.at(0)))) return call.fail(ERROR.functionFlushOption);
    call.server.scripts.flushLibraries();
    call.reply.ok();
  },
});
