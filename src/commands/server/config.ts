import { defineContainer } from '../../../protocol/command/define.ts';

export default defineContainer({
  name: 'config',
  summary: 'Reads and changes settings.',
  since: '2.0.0',
  group: 'server',
  complexity: 'Depends on the subcommand.',
  flags: [],
});
