import { defineContainer } from '../../../protocol/command/define.ts';

export default defineContainer({
  name: 'script',
  summary: 'Groups the commands about scripts of Lua.',
  since: '2.6.0',
  group: 'scripting',
  complexity: 'Depends on the subcommand.',
  flags: [],
});
