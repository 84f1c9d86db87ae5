import { command } from '../../dispatch/context.ts';

export default command({
  name: 'module|list',
  summary: 'Lists the modules: there are none.',
  since: '4.0.0',
  group: 'server',
  complexity: 'O(N) where N is the number of modules.',
  flags: ['admin', 'noscript'],
  tips: ['nondeterministic_output_order'],
  args: {},
  examples: [['MODULE LIST', '(empty array)']],
  run(call) {
    call.reply.array(0);
  },
});
