import { command } from '../../dispatch/context.ts';

export default command({
  name: 'config|rewrite',
  summary: 'Writes the settings as they are now into the config file.',
  since: '2.8.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  tips: ['request_policy:all_nodes', 'response_policy:all_succeeded'],
  args: {},
  examples: [['CONFIG REWRITE', '(error) ERR The server is running without a config file']],
  run(call) {
    const outcome = call.settings.rewrite();
    if (outcome.ok) call.reply.ok();
    else call.reply.error(outcome.error);
  },
});
