import { ERROR } from '../../../protocol/resp/errors.ts';
import { command, PARKED_LOCKS } from '../../dispatch/context.ts';
import { RUNS_FUNCTION } from '../../dispatch/ports/scripts.ts';

export default command({
  name: 'function|stats',
  summary: 'Tells which function runs, and how many there are.',
  since: '7.0.0',
  group: 'scripting',
  complexity: 'O(1)',
  flags: ['noscript', 'allow_busy'],
  tips: ['nondeterministic_output', 'request_policy:all_shards', 'response_policy:special'],
  args: {},
  examples: [['FUNCTION STATS me', "(error) ERR wrong number of arguments for 'function|stats' command"]],
  run(call) {
    const { reply } = call;
    const { scripts } = call.server;
    // As in Redis, where a function that runs is told of once it takes long, and nobody is served before.
    if (!call.inTransaction && scripts.mayBecomeBusy) return PARKED_LOCKS;
    const running = scripts.busy();
    if (running !== undefined && running.kind !== RUNS_FUNCTION) return call.fail(ERROR.busyScript);
    const libraries = scripts.libraries();
    reply.map(2);
    reply.bulkLatin1('running_script');
    if (running === undefined) reply.null();
    else {
      reply.map(3);
      reply.bulkLatin1('name');
      reply.bulkLatin1(running.name);
      reply.bulkLatin1('command');
      const words = scripts.busyCommand();
      reply.array(words.length);
      for (const word of words) reply.bulk(word, 0, word.length);
      reply.bulkLatin1('duration_ms');
      reply.integer(running.ms);
    }
    reply.bulkLatin1('engines');
    reply.map(1);
    reply.bulkLatin1('LUA');
    reply.map(2);
    reply.bulkLatin1('libraries_count');
    reply.integer(libraries.length);
    reply.bulkLatin1('functions_count');
    reply.integer(libraries.reduce((sum, library) => sum + library.functions.length, 0));
  },
});
