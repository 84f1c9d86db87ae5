import { bytes, halves, integer, key, option, token } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command, NIL_ARRAY } from '../../dispatch/context.ts';
import { TYPE_STREAM } from '../../store/record.ts';
import { blockingMs, REFUSED, timeoutMilliseconds } from '../blocking-timeout.ts';
import { readStreams } from './read-streams.ts';

const options = {
  count: option('COUNT', integer({ eager: true })),
  milliseconds: option('BLOCK', { ...timeoutMilliseconds(), eager: true }),
};
const streams = token(
  'STREAMS',
  halves(
    { keys: key('RO access', { name: 'key' }), ids: bytes({ name: 'id', sample: '0' }) },
    { uneven: ERROR.readUnbalanced },
  ),
);

/** An option of XREADGROUP: whatever follows is wrong, and at once. */
const refused = (error: number) =>
  integer({ eager: true, min: Number.POSITIVE_INFINITY, invalid: error, range: error });

export default command({
  name: 'xread',
  summary: 'Gives the entries of streams that come behind given IDs, and waits for some if there are none.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(log(L)+N) for each stream of L entries, N of which are given.',
  flags: ['readonly', 'blocking'],
  arity: -4,
  args: {
    ...options,
    group: option('GROUP', refused(ERROR.readGroup)),
    noack: option('NOACK', refused(ERROR.readNoAck)),
    streams,
  },
  documentedArgs: { ...options, streams },
  examples: [
    ['XADD jobs 1-1 job mail', '"1-1"'],
    ['XREAD COUNT 1 STREAMS jobs 0', '1) 1) "jobs"\n   2) 1) 1) "1-1"\n         2) 1) "job"\n            2) "mail"'],
    ['XREAD STREAMS jobs $', '(nil)'],
  ],
  run(call, args) {
    const { keys, ids } = args.streams;
    const { milliseconds } = args;
    const timeoutMs = milliseconds === undefined ? REFUSED : blockingMs(call, milliseconds, 1);
    if (milliseconds !== undefined && timeoutMs === REFUSED) return;
    if (readStreams(call, keys, ids, args.count)) return;
    if (milliseconds === undefined) return call.reply.nullArray();
    for (let i = 0; i < keys.count; i++) call.waitFor(keys.at(i));
    return call.block(TYPE_STREAM, timeoutMs, NIL_ARRAY);
  },
});
