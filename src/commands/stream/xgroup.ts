import { defineContainer } from '../../../protocol/command/define.ts';

export default defineContainer({
  name: 'xgroup',
  summary: 'Holds the commands that make, change and delete consumer groups.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'Depends on the subcommand.',
  flags: [],
});
