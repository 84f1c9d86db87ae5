import { bytes, optional, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { findKeys } from './find-keys.ts';

export default command({
  name: 'command|getkeysandflags',
  summary: 'Says which arguments of a whole command are keys, and how the command uses each.',
  since: '7.0.0',
  group: 'server',
  complexity: 'O(N) where N is the number of arguments to the command.',
  flags: ['loading', 'stale'],
  acl: ['connection'],
  args: { command: bytes(), arg: optional(repeat(bytes())) },
  examples: [['COMMAND GETKEYSANDFLAGS GET a', '1) 1) "a"\n   2) 1) RO\n      2) access']],
  run(call) {
    const keys = findKeys(call);
    if (keys === undefined) return;
    call.reply.array(keys.length);
    for (const { text, flags } of keys) {
      call.reply.array(2);
      call.reply.bulkLatin1(text);
      call.reply.set(flags.length);
      for (const flag of flags) call.reply.simple(flag);
    }
  },
});
