import {
  anyOrder,
  block,
  bytes,
  flag,
  halves,
  integer,
  key,
  option,
  optional,
  token,
} from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { BLOCK_NO_KEY, command, NIL_ARRAY } from '../../dispatch/context.ts';
import { TYPE_STREAM } from '../../store/record.ts';
import { blockingMs, REFUSED, timeoutMilliseconds } from '../blocking-timeout.ts';
import { readGroup } from './read-group.ts';

const groupBlock = token('GROUP', block({ group: bytes(), consumer: bytes() }));
const options = {
  count: option('COUNT', integer({ eager: true })),
  milliseconds: option('BLOCK', { ...timeoutMilliseconds(), eager: true }),
  noack: flag('NOACK'),
};
const streams = token(
  'STREAMS',
  halves(
    { keys: key('RO access', { name: 'key' }), ids: bytes({ name: 'id', sample: '>' }) },
    { uneven: ERROR.readGroupUnbalanced },
  ),
);

export default command({
  name: 'xreadgroup',
  summary:
    'Gives new entries of streams, or those pending, to a consumer of a group; waits for some if there are none.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(log(L)+N*log(P)) for each stream of L entries, N of which are given, with P entries pending.',
  flags: ['write', 'blocking'],
  arity: -7,
  // Behind the group and the consumer, either of which may be called STREAMS.
  keySpecs: [
    {
      flags: ['RO', 'access'],
      beginSearch: { type: 'keyword', keyword: 'STREAMS', startFrom: 4 },
      findKeys: { type: 'range', lastKey: -1, keyStep: 1, limit: 2 },
    },
  ],
  args: { groupBlock: optional(groupBlock), ...options, streams },
  documentedArgs: { groupBlock: anyOrder(groupBlock), ...options, streams },
  examples: [
    ['XADD jobs 1-1 job mail', '"1-1"'],
    ['XGROUP CREATE jobs workers 0', 'OK'],
    [
      'XREADGROUP GROUP workers alice STREAMS jobs >',
      '1) 1) "jobs"\n   2) 1) 1) "1-1"\n         2) 1) "job"\n            2) "mail"',
    ],
  ],
  check: (args) => (args.groupBlock === undefined ? ERROR.readGroupMissing : ERROR.none),
  run(call, args) {
    const { keys } = args.streams;
    const { milliseconds } = args;
    const timeoutMs = milliseconds === undefined ? REFUSED : blockingMs(call, milliseconds, 1);
    if (milliseconds !== undefined && timeoutMs === REFUSED) return;
    const { group, consumer } = args.groupBlock!;
    if (readGroup(call, args.streams.keys, args.streams.ids, group, consumer, args.count, args.noack)) return;
    if (milliseconds === undefined) return call.reply.nullArray();
    for (let i = 0; i < keys.count; i++) call.waitFor(keys.at(i));
    return call.block(TYPE_STREAM, timeoutMs, NIL_ARRAY, BLOCK_NO_KEY);
  },
});
