import { command } from '../../dispatch/context.ts';

/** Shards of the store. */
const SHARDS = 64;

export default command({
  name: 'memory|purge',
  summary: 'Frees what waits to be freed.',
  since: '4.0.0',
  group: 'server',
  complexity: 'Depends on how much memory waits.',
  flags: [],
  tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
  args: {},
  examples: [['MEMORY PURGE', 'OK']],
  run(call) {
    const { store, walk } = call;
    for (let shard = 0; shard < SHARDS; shard++) {
      while (store.heap.hasRemote(shard)) {
        walk.enter(shard);
        store.heap.drainRemote(shard);
        walk.leave(shard);
      }
    }
    call.graves.freeAll(walk);
    call.reply.ok();
  },
});
