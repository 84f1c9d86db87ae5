import { rest } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

/** What a replica tells of itself before it asks for data; nothing here needs it. */
const TOLD = new Set(['listening-port', 'ip-address', 'capa', 'rdb-only', 'rdb-filter-only', 'version']);

export default command({
  name: 'replconf',
  summary: 'Takes what a replica tells of itself; SYNC and PSYNC refuse it then.',
  since: '3.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'loading', 'stale', 'allow_busy'],
  docFlags: ['syscmd'],
  args: { words: rest() },
  documentedArgs: {},
  examples: [['REPLCONF capa eof', 'OK']],
  run(call, { words }) {
    if (words.count % 2 !== 0) return call.fail(ERROR.syntax);
    for (let i = 0; i < words.count; i += 2) {
      const option = call.text(words.first + i);
      if (!TOLD.has(option.toLowerCase())) return call.reply.error(`ERR Unrecognized REPLCONF option: ${option}`);
    }
    call.reply.ok();
  },
});
