import { defineContainer } from '../../../protocol/command/define.ts';

export default defineContainer({
  name: 'function',
  summary: 'Groups the commands about libraries of functions.',
  since: '7.0.0',
  group: 'scripting',
  complexity: 'Depends on the subcommand.',
  flags: [],
});
