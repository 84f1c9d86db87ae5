import { command } from '../../dispatch/context.ts';

export default command({
  name: 'hotkeys|stop',
  summary: 'Ends the search for hot keys; what it found can still be asked for.',
  since: '8.6.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript'],
  args: {},
  examples: [
    ['HOTKEYS STOP', '(nil)'],
    ['HOTKEYS START METRICS 1 NET', 'OK'],
    ['HOTKEYS STOP', 'OK'],
    ['HOTKEYS RESET', 'OK'],
  ],
  run(call) {
    if (call.server.info.hotKeys.stop()) call.reply.ok();
    else call.reply.null();
  },
});
