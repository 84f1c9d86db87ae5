import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'hotkeys|reset',
  summary: 'Forgets what the last search for hot keys found.',
  since: '8.6.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript'],
  args: {},
  examples: [
    ['HOTKEYS RESET', 'OK'],
    ['HOTKEYS GET', '(nil)'],
  ],
  run(call) {
    if (call.server.info.hotKeys.reset()) call.reply.ok();
    else call.fail(ERROR.hotKeysUnderWay);
  },
});
