import { command } from '../../dispatch/context.ts';

export default command({
  name: 'client|getname',
  summary: 'Tells the name of this connection.',
  since: '2.6.9',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale'],
  args: {},
  examples: [
    ['CLIENT GETNAME', '(nil)'],
    ['CLIENT SETNAME worker', 'OK'],
    ['CLIENT GETNAME', '"worker"'],
  ],
  run({ client, reply }) {
    if (client.name === '') reply.null();
    else reply.bulkLatin1(client.name);
  },
});
