import { defineContainer } from '../../../protocol/command/define.ts';

export default defineContainer({
  name: 'latency',
  summary: 'Holds the commands about slow events.',
  since: '2.8.13',
  group: 'server',
  complexity: 'Depends on the subcommand.',
  flags: [],
});
