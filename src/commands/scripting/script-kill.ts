import { command } from '../../dispatch/context.ts';
import { RUNS_SCRIPT } from '../../dispatch/ports/scripts.ts';
import { replyKill } from './reply-kill.ts';

export default command({
  name: 'script|kill',
  summary: 'Ends the script that runs, unless it has changed data.',
  since: '2.6.0',
  group: 'scripting',
  complexity: 'O(1)',
  flags: ['noscript', 'allow_busy'],
  tips: ['request_policy:all_shards', 'response_policy:one_succeeded'],
  args: {},
  examples: [['SCRIPT KILL', '(error) NOTBUSY No scripts in execution right now.']],
  run(call) {
    return replyKill(call, RUNS_SCRIPT);
  },
});
