import { defineContainer } from '../../../protocol/command/define.ts';

export default defineContainer({
  name: 'xinfo',
  summary: 'Holds the commands that look into streams and their groups.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'Depends on the subcommand.',
  flags: [],
});
