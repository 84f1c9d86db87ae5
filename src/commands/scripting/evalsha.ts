import { command } from '../../dispatch/context.ts';
import { BY_SHA } from '../../dispatch/ports/scripts.ts';
import { scriptArguments } from './script-arguments.ts';

export default command({
  name: 'evalsha',
  summary: 'Runs a script of Lua that the server knows, by its SHA-1.',
  since: '2.6.0',
  group: 'scripting',
  complexity: 'Depends on the script that is run.',
  flags: ['noscript', 'stale', 'skip_monitor', 'no_mandatory_keys'],
  args: scriptArguments(false, 'sha1'),
  examples: [
    ['EVALSHA ffffffffffffffffffffffffffffffffffffffff 0', '(error) NOSCRIPT No matching script. Please use EVAL.'],
  ],
  locks: 'keys',
  run: (call, args) => call.server.scripts.run(call, BY_SHA, false, args),
});
