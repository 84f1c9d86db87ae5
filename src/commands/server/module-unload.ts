import { bytes } from '../../../protocol/command/grammar.ts';
import { commandNotAllowed } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'module|unload',
  summary: 'Refused: there are no modules.',
  since: '4.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'no_async_loading'],
  args: { name: bytes() },
  examples: [
    [
      'MODULE UNLOAD x',
      '(error) ERR MODULE command not allowed. If the enable-module-command option is set to "local", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server.',
    ],
  ],
  run(call) {
    call.reply.error(commandNotAllowed('MODULE', 'enable-module-command'));
  },
});
