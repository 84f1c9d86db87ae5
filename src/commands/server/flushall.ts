import { command } from '../../dispatch/context.ts';
import { emptyDatabases } from '../../store/flush.ts';
import { flushType, waitsForMemory } from './flush-type.ts';

export default command({
  name: 'flushall',
  summary: 'Deletes all keys of all databases.',
  since: '1.0.0',
  group: 'server',
  complexity: 'O(N) where N is the number of all keys: they are gone at once, their memory is freed bit by bit.',
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
    ['MSET a 1 b 2', 'OK'],
    ['FLUSHALL ASYNC', 'OK'],
    ['DBSIZE', '(integer) 0'],
  ],
  run(call, args) {
    emptyDatabases(call.store, 0, call.store.databases - 1);
    call.waitsForGraves = waitsForMemory(call, args.flushType);
    call.reply.ok();
  },
});
