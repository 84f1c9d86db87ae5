import { defineContainer } from '../../../protocol/command/define.ts';

export default defineContainer({
  name: 'module',
  summary: 'Holds the commands about modules.',
  since: '4.0.0',
  group: 'server',
  complexity: 'Depends on the subcommand.',
  flags: [],
});
