import { defineContainer } from '../../../protocol/command/define.ts';

export default defineContainer({
  name: 'slowlog',
  summary: 'Holds the commands about the slow log.',
  since: '2.2.12',
  group: 'server',
  complexity: 'Depends on the subcommand.',
  flags: [],
});
