import { block, integer, key, option, optional, rest, token } from '../../../protocol/command/grammar.ts';
import { parseInteger } from '../../../protocol/command/numbers.ts';
import { isWord } from '../../../protocol/command/words.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { failArguments } from './group-argument.ts';
import { OTHER_TYPE, readStream } from './stream-lookup.ts';
import { replySummary, replyWholeStream } from './stream-reply.ts';

const FULL = Buffer.from('full');
const COUNT = Buffer.from('count');
const DEFAULT_COUNT = 10;

export default command({
  name: 'xinfo|stream',
  summary: 'Says what a stream is made of; with FULL its entries and groups too.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(1), but for the leaves that are counted; O(N) with FULL, for N entries, groups and consumers shown.',
  flags: ['readonly'],
  history: [
    ['6.0.0', 'The option `FULL`.'],
    [
      '7.0.0',
      'The fields `max-deleted-entry-id`, `entries-added`, `recorded-first-entry-id`, `entries-read` and `lag`.',
    ],
    ['7.2.0', 'The field `active-time`; `seen-time` counts attempts as well.'],
  ],
  args: { key: key('RO access'), options: rest() },
  documentedArgs: {
    key: key('RO access'),
    fullBlock: optional(block({ full: token('FULL'), count: option('COUNT', integer()) })),
  },
  examples: [['XINFO STREAM missing', '(error) ERR no such key']],
  run(call, args) {
    const { options } = args;
    const root = readStream(call, args.key);
    if (root === OTHER_TYPE) return;
    if (root === NO_REF) return call.fail(ERROR.noSuchKey);
    if (options.count === 0) return replySummary(call, root);
    const first = options.first as number;
    let count = DEFAULT_COUNT;
    if ((options.count !== 1 && options.count !== 3) || !isWord(call.args, first, FULL)) {
      return failArguments(call, 'xinfo');
    }
    if (options.count === 3) {
      if (!isWord(call.args, first + 1, COUNT)) return failArguments(call, 'xinfo');
      count = parseInteger(call.args.buf, call.args.argStart[first + 2]!, call.args.argLen[first + 2]!);
      if (Number.isNaN(count)) return call.fail(ERROR.notAnInteger);
      if (count < 0) count = DEFAULT_COUNT;
    }
    replyWholeStream(call, root, count);
  },
});
