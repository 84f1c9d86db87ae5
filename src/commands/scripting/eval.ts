import { command } from '../../dispatch/context.ts';
import { BY_BODY } from '../../dispatch/ports/scripts.ts';
import { scriptArguments } from './script-arguments.ts';

export default command({
  name: 'eval',
  summary: 'Runs a script of Lua on the server.',
  since: '2.6.0',
  group: 'scripting',
  complexity: 'Depends on the script that is run.',
  flags: ['noscript', 'stale', 'skip_monitor', 'no_mandatory_keys'],
  args: scriptArguments(false),
  examples: [['EVAL "return ARGV[1]" 0 hello', '"hello"']],
  locks: 'keys',
  run: (call, args) => call.server.scripts.run(call, BY_BODY, false, args),
});
