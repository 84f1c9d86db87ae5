import { bytes, flag, integer, key, option, rest } from '../../../protocol/command/grammar.ts';
import { parseInteger } from '../../../protocol/command/numbers.ts';
import { isWord } from '../../../protocol/command/words.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { autoClaim } from './auto-claim.ts';
import { takeRangeStart } from './range-reply.ts';
import { isTooLong, readStream, requireGroup } from './stream-lookup.ts';

const COUNT = Buffer.from('count');
const JUSTID = Buffer.from('justid');
const DEFAULT_COUNT = 100;
/** Redis' highest: what its memory could address. */
const HIGHEST_COUNT = 2 ** 63 / 16;

export default command({
  name: 'xautoclaim',
  summary:
    'Gives entries that a consumer group has had pending for long to another consumer, and forgets those deleted.',
  since: '6.2.0',
  group: 'stream',
  complexity: 'O(COUNT*log(N)) with N entries pending.',
  flags: ['write', 'fast'],
  // A hundred entries at a time, unless it is told otherwise.
  isQuick: false,
  tips: ['nondeterministic_output'],
  history: [['7.0.0', 'The reply has a third part: IDs of entries that were deleted.']],
  args: {
    key: key('RW delete'),
    group: bytes(),
    consumer: bytes(),
    minIdleTime: bytes(),
    start: bytes(),
    options: rest(),
  },
  documentedArgs: {
    key: key('RW delete'),
    group: bytes(),
    consumer: bytes(),
    minIdleTime: bytes({ sample: '0' }),
    start: bytes({ sample: '0' }),
    count: option('COUNT', integer()),
    justid: flag('JUSTID'),
  },
  examples: [
    ['XGROUP CREATE jobs workers $ MKSTREAM', 'OK'],
    ['XAUTOCLAIM jobs workers alice 0 0', '1) "0-0"\n2) (empty array)\n3) (empty array)'],
  ],
  run(call, args) {
    const { buf, argStart, argLen } = call.args;
    const minIdleMs = parseInteger(buf, argStart[args.minIdleTime]!, argLen[args.minIdleTime]!);
    if (Number.isNaN(minIdleMs)) return call.fail(ERROR.autoClaimMinIdle);
    if (!takeRangeStart(call, args.start)) return;
    let count = DEFAULT_COUNT;
    let justId = false;
    for (let i = args.options.first as number; i < args.options.end; i++) {
      if (isWord(call.args, i, COUNT) && i + 1 < args.options.end) {
        i++;
        count = parseInteger(buf, argStart[i]!, argLen[i]!);
        if (!(count >= 1 && count <= HIGHEST_COUNT)) return call.fail(ERROR.countPositive);
      } else if (isWord(call.args, i, JUSTID)) justId = true;
      else return call.fail(ERROR.syntax);
    }
    const root = readStream(call, args.key);
    const group = requireGroup(call, root, args.key, args.group);
    if (group === NO_REF || isTooLong(call, args.consumer)) return;
    autoClaim(call, args.key, root, group, args.consumer, minIdleMs, count, justId);
  },
});
