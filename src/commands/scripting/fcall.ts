import { command } from '../../dispatch/context.ts';
import { BY_FUNCTION } from '../../dispatch/ports/scripts.ts';
import { scriptArguments } from './script-arguments.ts';

export default command({
  name: 'fcall',
  summary: 'Runs a function of a library.',
  since: '7.0.0',
  group: 'scripting',
  complexity: 'Depends on the script that is run.',
  flags: ['noscript', 'stale', 'skip_monitor', 'no_mandatory_keys'],
  args: scriptArguments(false, 'function'),
  examples: [['FCALL nosuch 0', '(error) ERR Function not found']],
  locks: 'keys',
  run: (call, args) => call.server.scripts.run(call, BY_FUNCTION, false, args),
});
