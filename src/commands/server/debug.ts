import { bytes, rest } from '../../../protocol/command/grammar.ts';
import { commandNotAllowed, unknownOrWrongArity } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { DEBUG_SUBCOMMANDS } from './debug-subcommands.ts';
import { isLocalClient } from './local-client.ts';

export default command({
  name: 'debug',
  summary: 'Holds what tests of clients need: sleeping, filling, digests, replies of every type.',
  since: '1.0.0',
  group: 'server',
  complexity: 'Depends on the subcommand.',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  docFlags: ['syscmd'],
  args: { subcommand: bytes(), argument: rest() },
  documentedArgs: {},
  examples: [['DEBUG STRINGMATCH-LEN 3 a*', '(integer) 1']],
  run(call, { subcommand, argument }) {
    const rule = call.settings.current.enableDebugCommand;
    if (rule === 'no' || (rule === 'local' && !isLocalClient(call.client))) {
      return call.reply.error(commandNotAllowed('DEBUG', 'enable-debug-command'));
    }
    const entry = DEBUG_SUBCOMMANDS.get(call.text(subcommand).toLowerCase());
    if (entry === undefined || argument.count < entry.min || argument.count > entry.max) {
      return call.reply.error(unknownOrWrongArity(call.text(subcommand), 'debug'));
    }
    entry.run(call, argument.first, argument.count);
  },
});
