import { defineContainer } from '../../../protocol/command/define.ts';

export default defineContainer({
  name: 'acl',
  summary: 'Holds the commands about users and what they may do.',
  since: '6.0.0',
  group: 'server',
  complexity: 'Depends on the subcommand.',
  flags: [],
});
