import { block, bytes, multiOption, option, repeat, rest } from '../../../protocol/command/grammar.ts';
import { commandNotAllowed } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'module|loadex',
  summary: 'Refused: there are no modules.',
  since: '7.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'no_async_loading'],
  documentedArgs: {
    path: bytes(),
    configs: multiOption('CONFIG', block({ name: bytes(), value: bytes() }, { name: 'configs' })),
    args: option('ARGS', repeat(bytes(), { name: 'args' })),
  },
  args: { path: bytes(), words: rest() },
  examples: [
    [
      'MODULE LOADEX /x.so',
      '(error) ERR MODULE command not allowed. If the enable-module-command option is set to "local", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server.',
    ],
  ],
  run(call) {
    call.reply.error(commandNotAllowed('MODULE', 'enable-module-command'));
  },
});
