import { command } from '../../dispatch/context.ts';
import { BY_FUNCTION } from '../../dispatch/ports/scripts.ts';
import { scriptArguments } from './script-arguments.ts';

export default command({
  name: 'fcall_ro',
  summary: 'Runs a function of a library that may only read.',
  since: '7.0.0',
  group: 'scripting',
  complexity: 'Depends on the script that is run.',
  flags: ['readonly', 'noscript', 'stale', 'skip_monitor', 'no_mandatory_keys'],
  args: scriptArguments(true, 'function'),
  examples: [['FCALL_RO nosuch 0', '(error) ERR Function not found']],
  locks: 'keys',
  run: (call, args) => call.server.scripts.run(call, BY_FUNCTION, true, args),
});
