import { bytes, optional } from '../../../protocol/command/grammar.ts';
import { WRONG_ARITY } from '../../../protocol/command/parse-error.ts';
import { command } from '../../dispatch/context.ts';
import { replyArgument } from './reply-argument.ts';

export default command({
  name: 'ping',
  summary: 'Answers PONG, or the message that was given: the server is there.',
  since: '1.0.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['fast'],
  tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
  args: { message: optional(bytes()) },
  syntaxError: WRONG_ARITY,
  examples: [
    ['PING', 'PONG'],
    ['PING "hello there"', '"hello there"'],
  ],
  run(call, { message }) {
    if (message === undefined) call.reply.pong();
    else replyArgument(call, message);
  },
});
