import { command } from '../../dispatch/context.ts';
import { BY_SHA } from '../../dispatch/ports/scripts.ts';
import { scriptArguments } from './script-arguments.ts';

export default command({
  name: 'evalsha_ro',
  summary: 'Runs a script of Lua that the server knows, by its SHA-1, and that may only read.',
  since: '7.0.0',
  group: 'scripting',
  complexity: 'Depends on the script that is run.',
  flags: ['readonly', 'noscript', 'stale', 'skip_monitor', 'no_mandatory_keys'],
  args: scriptArguments(true, 'sha1'),
  examples: [
    ['EVALSHA_RO ffffffffffffffffffffffffffffffffffffffff 0', '(error) NOSCRIPT No matching script. Please use EVAL.'],
  ],
  locks: 'keys',
  run: (call, args) => call.server.scripts.run(call, BY_SHA, true, args),
});
