import { bytes } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'script|debug',
  summary: 'Takes the modes of the debugger of scripts, which this server does not have.',
  since: '3.2.0',
  group: 'scripting',
  complexity: 'O(1)',
  flags: ['noscript'],
  args: { mode: bytes() },
  examples: [['SCRIPT DEBUG NO', 'OK']],
  run(call, args) {
    const mode = call.text(args.mode).toLowerCase();
    if (mode === 'no') call.reply.ok();
    else call.fail(mode === 'yes' || mode === 'sync' ? ERROR.noScriptDebugger : ERROR.scriptDebugOption);
  },
});
