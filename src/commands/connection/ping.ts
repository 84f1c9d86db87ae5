import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { bytes, optional } from '../../../protocol/command/grammar.ts';
import { WRONG_ARITY } from '../../../protocol/command/parse-error.ts';
import { GATE_SUBSCRIBED } from '../../dispatch/client.ts';
import { type Call, command } from '../../dispatch/context.ts';
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
    if ((call.client.gateBits & GATE_SUBSCRIBED) !== 0 && call.client.resp === 2) pongToSubscriber(call, message);
    else if (message === undefined) call.reply.pong();
    else replyArgument(call, message);
  },
});

/** In RESP2 a subscriber is answered in the form of a message. */
function pongToSubscriber(call: Call, message: ArgIndex | undefined): void {
  call.reply.array(2);
  call.reply.bulkLatin1('pong');
  if (message === undefined) call.reply.bulkLatin1('');
  else replyArgument(call, message);
}
