import { command } from '../../dispatch/context.ts';
import { memoryAdvice } from './memory-advice.ts';

export default command({
  name: 'memory|doctor',
  summary: 'Says in words whether memory is used well.',
  since: '4.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: [],
  tips: ['nondeterministic_output', 'request_policy:all_shards', 'response_policy:special'],
  args: {},
  examples: [['MEMORY DOCTOR now', "(error) ERR wrong number of arguments for 'memory|doctor' command"]],
  run(call) {
    call.reply.verbatim('txt', memoryAdvice(call.server.info.memory(), call.settings.current.maxmemory));
  },
});
