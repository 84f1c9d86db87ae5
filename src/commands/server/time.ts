import { command } from '../../dispatch/context.ts';

export default command({
  name: 'time',
  summary: 'Tells the time of the server: seconds since 1970, and microseconds of the second.',
  since: '2.6.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['loading', 'stale', 'fast'],
  tips: ['nondeterministic_output'],
  args: {},
  examples: [['TIME now', "(error) ERR wrong number of arguments for 'time' command"]],
  run(call) {
    const nowUs = call.nowUs();
    const seconds = Math.floor(nowUs / 1_000_000);
    call.reply.array(2);
    call.reply.bulkInteger(seconds);
    call.reply.bulkInteger(nowUs - seconds * 1_000_000);
  },
});
