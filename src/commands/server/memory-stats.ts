import { command } from '../../dispatch/context.ts';
import { figuresAfterDatabases, figuresBeforeDatabases, INDEX_BYTES, replyFigures } from './memory-figures.ts';

export default command({
  name: 'memory|stats',
  summary: 'Tells where memory goes, figure by figure.',
  since: '4.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: [],
  tips: ['nondeterministic_output', 'request_policy:all_shards', 'response_policy:special'],
  args: {},
  examples: [['MEMORY STATS now', "(error) ERR wrong number of arguments for 'memory|stats' command"]],
  run(call) {
    const { reply } = call;
    const memory = call.server.info.memory();
    const databases: number[] = [];
    for (let db = 0; db < call.store.databases; db++) if (call.store.size(db) > 0) databases.push(db);
    const before = figuresBeforeDatabases(memory);
    const after = figuresAfterDatabases(memory);
    reply.map(before.length + databases.length + after.length);
    replyFigures(reply, before);
    for (const db of databases) {
      reply.bulkLatin1(`db.${db}`);
      reply.map(2);
      replyFigures(reply, [
        ['overhead.hashtable.main', call.store.size(db) * INDEX_BYTES],
        ['overhead.hashtable.expires', 0],
      ]);
    }
    replyFigures(reply, after);
  },
});
