import { bytes, int64, integer, key, option } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_LIST } from '../../store/record.ts';
import { replyPositions } from './positions.ts';

/** The integer whose opposite is none. */
const LOWEST = -(2n ** 63n);

/** A number that is not negative; whatever else it is not, Redis says the same. */
const size = (name: string, refused: number) =>
  integer({ min: 0, eager: true, invalid: refused, range: refused, name });

export default command({
  name: 'lpos',
  summary: 'Finds where an element stands in a list: the first match, or several of them.',
  since: '6.0.6',
  group: 'list',
  complexity: 'O(N) where N is the length of the list, or less with MAXLEN.',
  flags: ['readonly'],
  args: {
    key: key('RO access'),
    element: bytes(),
    rank: option('RANK', int64({ eager: true })),
    count: option('COUNT', size('num-matches', ERROR.countNegative)),
    maxlen: option('MAXLEN', size('len', ERROR.maxlenNegative)),
  },
  examples: [
    ['RPUSH letters a b c b b', '(integer) 5'],
    ['LPOS letters b', '(integer) 1'],
    ['LPOS letters b RANK -1', '(integer) 4'],
    ['LPOS letters b RANK 2 COUNT 2', '1) (integer) 3\n2) (integer) 4'],
    ['LPOS letters x', '(nil)'],
  ],
  run(call, args) {
    const { store, reply } = call;
    const { count } = args;
    if (args.rank === LOWEST) return call.fail(ERROR.notNegatable);
    const rank = Number(args.rank ?? 1);
    if (rank === 0) return call.fail(ERROR.rankZero);
    const record = store.read(args.key);
    if (record === NO_REF) return count === undefined ? reply.null() : reply.array(0);
    if (store.records.type(record) !== TYPE_LIST) return call.fail(ERROR.wrongType);
    call.types.lists.open(args.key, record);
    replyPositions(call, args.element, rank, count, args.maxlen ?? 0);
  },
});
