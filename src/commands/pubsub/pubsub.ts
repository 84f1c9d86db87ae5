import { defineContainer } from '../../../protocol/command/define.ts';

export default defineContainer({
  name: 'pubsub',
  summary: 'Holds the commands about channels and their subscribers.',
  since: '2.8.0',
  group: 'pubsub',
  complexity: 'Depends on the subcommand.',
  flags: [],
});
