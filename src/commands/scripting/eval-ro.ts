import { command } from '../../dispatch/context.ts';
import { BY_BODY } from '../../dispatch/ports/scripts.ts';
import { scriptArguments } from './script-arguments.ts';

export default command({
  name: 'eval_ro',
  summary: 'Runs a script of Lua that may only read.',
  since: '7.0.0',
  group: 'scripting',
  complexity: 'Depends on the script that is run.',
  flags: ['readonly', 'noscript', 'stale', 'skip_monitor', 'no_mandatory_keys'],
  args: scriptArguments(true),
  examples: [['EVAL_RO "return #KEYS" 1 mykey', '(integer) 1']],
  locks: 'keys',
  run: (call, args) => call.server.scripts.run(call, BY_BODY, true, args),
});
