import { command } from '../../dispatch/context.ts';

export default command({
  name: 'lastsave',
  summary: 'Tells when the data was saved last: nothing is saved, so it is the start of the server.',
  since: '1.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['loading', 'stale', 'fast'],
  acl: ['admin', 'dangerous'],
  tips: ['nondeterministic_output'],
  args: {},
  examples: [['LASTSAVE now', "(error) ERR wrong number of arguments for 'lastsave' command"]],
  run(call) {
    call.reply.integer(Math.floor(call.server.info.startedMs / 1000));
  },
});
