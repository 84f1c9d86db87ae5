import { defineContainer } from '../../../protocol/command/define.ts';

export default defineContainer({
  name: 'memory',
  summary: 'Holds the commands about memory.',
  since: '4.0.0',
  group: 'server',
  complexity: 'Depends on the subcommand.',
  flags: [],
});
