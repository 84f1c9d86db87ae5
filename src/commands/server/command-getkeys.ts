import { bytes, optional, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { findKeys } from './find-keys.ts';

export default command({
  name: 'command|getkeys',
  summary: 'Says which arguments of a whole command are keys.',
  since: '2.8.13',
  group: 'server',
  complexity: 'O(N) where N is the number of arguments to the command.',
  flags: ['loading', 'stale'],
  acl: ['connection'],
  args: { command: bytes(), arg: optional(repeat(bytes())) },
  examples: [['COMMAND GETKEYS MSET a 1 b 2', '1) "a"\n2) "b"']],
  run(call) {
    const keys = findKeys(call);
    if (keys === undefined) return;
    call.reply.array(keys.length);
    for (const { text } of keys) call.reply.bulkLatin1(text);
  },
});
