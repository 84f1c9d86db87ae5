import { bytes } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'script|show',
  summary: 'Gives a script that is kept, by its SHA-1.',
  since: '8.0.0',
  group: 'scripting',
  complexity: 'O(1)',
  flags: ['noscript'],
  args: { sha1: bytes() },
  examples: [['SCRIPT SHOW ffffffffffffffffffffffffffffffffffffffff', '(error) NOSCRIPT No matching script.']],
  run(call, { sha1 }) {
    const script = call.server.scripts.show(call.text(sha1));
    if (script === undefined) call.reply.error('NOSCRIPT No matching script.');
    else call.reply.bulk(script, 0, script.length);
  },
});
