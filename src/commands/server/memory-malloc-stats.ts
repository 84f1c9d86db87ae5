import { command } from '../../dispatch/context.ts';

export default command({
  name: 'memory|malloc-stats',
  summary: 'Tells what the allocator has drawn and given out.',
  since: '4.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: [],
  tips: ['nondeterministic_output', 'request_policy:all_shards', 'response_policy:special'],
  args: {},
  examples: [['MEMORY MALLOC-STATS now', "(error) ERR wrong number of arguments for 'memory|malloc-stats' command"]],
  run(call) {
    const { used, committed, resident, peak } = call.server.info.memory();
    const lines = [
      'Allocator: larder, one heap of slabs in shared memory',
      `Allocated: ${used}`,
      `Drawn: ${committed}`,
      `Resident, the whole process: ${resident}`,
      `Allocated at the peak: ${peak}`,
    ];
    call.reply.verbatim('txt', `${lines.join('\n')}\n`);
  },
});
