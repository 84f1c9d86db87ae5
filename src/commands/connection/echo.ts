import { bytes } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { replyArgument } from './reply-argument.ts';

export default command({
  name: 'echo',
  summary: 'Sends a message back.',
  since: '1.0.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['loading', 'stale', 'fast'],
  args: { message: bytes() },
  examples: [['ECHO "hello there"', '"hello there"']],
  run(call, args) {
    replyArgument(call, args.message);
  },
});
