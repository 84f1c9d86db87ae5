import { bytes } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { bytesOf } from './bytes-of.ts';

export default command({
  name: 'script|load',
  summary: 'Keeps a script without running it, and replies its SHA-1.',
  since: '2.6.0',
  group: 'scripting',
  complexity: 'O(N) where N is the length of the script.',
  flags: ['noscript', 'stale'],
  tips: ['request_policy:all_nodes', 'response_policy:all_succeeded'],
  args: { script: bytes() },
  examples: [['SCRIPT LOAD "return 42"', '"1fa00e76656cc152ad327c13fe365858fd7be306"']],
  run(call, args) {
    const loaded = call.server.scripts.load(bytesOf(call, args.script));
    if (loaded.ok) call.reply.bulkLatin1(loaded.value);
    else call.reply.error(loaded.error);
  },
});
