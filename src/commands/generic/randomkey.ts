import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { NO_SHARD, randomRecord, randomShard } from '../../store/random-record.ts';

/** Each failure took an expired key away, or a shard had just become empty. */
const MAX_TRIES = 1000;
/** While clients are paused expired keys stay: after so many of them one is the answer, as in Redis. */
const MAX_KEPT = 100;

export default command({
  name: 'randomkey',
  summary: 'Gives one key of the selected database, chosen at random.',
  since: '1.0.0',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['readonly'],
  tips: ['request_policy:all_shards', 'response_policy:special', 'nondeterministic_output'],
  args: {},
  examples: [
    ['RANDOMKEY', '(nil)'],
    ['SET a 1', 'OK'],
    ['RANDOMKEY', '"a"'],
  ],
  run(call) {
    const { store, reply, walk } = call;
    for (let i = 0; i < MAX_TRIES; i++) {
      const shard = randomShard(store, store.db);
      if (shard === NO_SHARD) break;
      walk.enter(shard);
      const ref = randomRecord(store, shard, store.db, i >= MAX_KEPT);
      if (ref !== NO_REF) {
        const at = store.records.keyAt(ref);
        reply.bulk(store.records.bytesOf(ref), at, at + store.records.keyLength(ref));
      }
      walk.leave(shard);
      if (ref !== NO_REF) return;
    }
    reply.null();
  },
});
