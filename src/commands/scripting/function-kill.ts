import { command } from '../../dispatch/context.ts';
import { RUNS_FUNCTION } from '../../dispatch/ports/scripts.ts';
import { replyKill } from './reply-kill.ts';

export default command({
  name: 'function|kill',
  summary: 'Ends the function that runs, unless it has changed data.',
  since: '7.0.0',
  group: 'scripting',
  complexity: 'O(1)',
  flags: ['noscript', 'allow_busy'],
  tips: ['request_policy:all_shards', 'response_policy:one_succeeded'],
  args: {},
  examples: [['FUNCTION KILL', '(error) NOTBUSY No scripts in execution right now.']],
  run(call) {
    return replyKill(call, RUNS_FUNCTION);
  },
});
