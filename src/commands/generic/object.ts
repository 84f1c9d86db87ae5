import { defineContainer } from '../../../protocol/command/define.ts';

export default defineContainer({
  name: 'object',
  summary: 'Holds the commands about how values are kept.',
  since: '2.2.3',
  group: 'generic',
  complexity: 'Depends on subcommand.',
  flags: [],
});
