import { defineContainer } from '../../../protocol/command/define.ts';

export default defineContainer({
  name: 'cluster',
  summary: 'Holds the commands of clusters, which are refused: the server is no part of one.',
  since: '3.0.0',
  group: 'cluster',
  complexity: 'Depends on subcommand.',
  flags: [],
});
