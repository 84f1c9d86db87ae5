import { command } from '../../dispatch/context.ts';
import { writeLibraries } from './library-payload.ts';

export default command({
  name: 'function|dump',
  summary: 'Gives all libraries as a payload for FUNCTION RESTORE.',
  since: '7.0.0',
  group: 'scripting',
  complexity: 'O(N) where N is the number of functions.',
  flags: ['noscript'],
  args: {},
  examples: [['FUNCTION DUMP me', "(error) ERR wrong number of arguments for 'function|dump' command"]],
  run(call) {
    const payload = writeLibraries(call.server.scripts.libraries().map(({ code }) => code));
    call.reply.bulk(payload, 0, payload.length);
  },
});
