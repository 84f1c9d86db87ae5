import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { block, bytes, integer, key, option, optional, rest } from '../../../protocol/command/grammar.ts';
import { parseInteger } from '../../../protocol/command/numbers.ts';
import { isWord } from '../../../protocol/command/words.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { replyPending, replyPendingSummary } from './pending-reply.ts';
import { takeRange } from './range-reply.ts';
import { consumerNamed, readStream, requireGroup } from './stream-lookup.ts';

const IDLE = Buffer.from('idle');

export default command({
  name: 'xpending',
  summary: 'Says what a consumer group has delivered and not been told is done.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(log(N)+M) for M of N pending entries that are looked at; O(C) for C consumers without a range.',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  history: [['6.2.0', 'The option `IDLE`, and bounds that are left out: `(`.']],
  args: { key: key('RO access'), group: bytes(), filters: rest() },
  documentedArgs: {
    key: key('RO access'),
    group: bytes(),
    filters: optional(
      block({
        minIdleTime: option('IDLE', integer({ since: '6.2.0' })),
        start: bytes({ sample: '-' }),
        end: bytes({ sample: '+' }),
        count: integer(),
        consumer: optional(bytes()),
      }),
    ),
  },
  examples: [
    ['XGROUP CREATE jobs workers $ MKSTREAM', 'OK'],
    ['XPENDING jobs workers', '1) (integer) 0\n2) (nil)\n3) (nil)\n4) (nil)'],
  ],
  run(call, args) {
    const { filters } = args;
    const { buf, argStart, argLen } = call.args;
    const whole = filters.count === 0;
    if (!whole && (filters.count < 3 || filters.count > 6)) return call.fail(ERROR.syntax);
    let first = filters.first as number;
    let minIdleMs = 0;
    let count = 0;
    if (!whole) {
      if (isWord(call.args, first, IDLE)) {
        minIdleMs = parseInteger(buf, argStart[first + 1]!, argLen[first + 1]!);
        if (Number.isNaN(minIdleMs)) return call.fail(ERROR.notAnInteger);
        if (filters.count < 5) return call.fail(ERROR.syntax);
        first += 2;
      }
      count = parseInteger(buf, argStart[first + 2]!, argLen[first + 2]!);
      if (Number.isNaN(count)) return call.fail(ERROR.notAnInteger);
      if (!takeRange(call, first as ArgIndex, (first + 1) as ArgIndex)) return;
    }
    const group = requireGroup(call, readStream(call, args.key), args.key, args.group);
    if (group === NO_REF) return;
    if (whole) return replyPendingSummary(call, group);
    const named = first + 3 < filters.end;
    const consumer = named ? consumerNamed(call, group, (first + 3) as ArgIndex) : NO_REF;
    if (named && consumer === NO_REF) return call.reply.array(0);
    replyPending(call, group, consumer, Math.max(0, count), minIdleMs);
  },
});
