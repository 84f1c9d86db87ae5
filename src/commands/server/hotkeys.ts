import { defineContainer } from '../../../protocol/command/define.ts';

export default defineContainer({
  name: 'hotkeys',
  summary: 'Holds the commands that find the keys which are used most.',
  since: '8.6.0',
  group: 'server',
  complexity: 'Depends on the subcommand.',
  flags: [],
});
