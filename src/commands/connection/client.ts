import { defineContainer } from '../../../protocol/command/define.ts';

export default defineContainer({
  name: 'client',
  summary: 'Holds the commands about connections.',
  since: '2.4.0',
  group: 'connection',
  complexity: 'Depends on subcommand.',
  flags: [],
});
