import { command } from '../../dispatch/context.ts';
import { emptyDatabase } from '../../store/flush.ts';
import { flushType, waitsForMemory } from './flush-type.ts';

export default command({
  name: 'flushdb',
  summary: 'Deletes all keys of the selected database.',
  since: '1.0.0',
  group: 'server',
  complexity:
    'O(N) where N is the number of keys in the database: they are gone at once, their memory is freed bit by bit.',
  flags: ['write'],
  acl: ['keyspace', 'dangerous'],
  tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
  history: [
    ['4.0.0', 'The `ASYNC` option.'],
    ['6.2.0', 'The `SYNC` option.'],
  ],
  locks: 'all',
  args: { flushType: flushType() },
  examples: [
    ['SET a 1', 'OK'],
    ['FLUSHDB', 'OK'],
    ['EXISTS a', '(integer) 0'],
  ],
  run(call, args) {
    emptyDatabase(call.store, call.client.db);
    call.waitsForGraves = waitsForMemory(call, args.flushType);
    call.reply.ok();
  },
});
