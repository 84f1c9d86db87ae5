import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { OTHER_TYPE, readStream } from './stream-lookup.ts';

export default command({
  name: 'xlen',
  summary: 'Counts the entries of a stream.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO') },
  examples: [
    ['XADD temperatures 1-1 room 20.5', '"1-1"'],
    ['XLEN temperatures', '(integer) 1'],
  ],
  run(call, args) {
    const root = readStream(call, args.key);
    if (root === OTHER_TYPE) return;
    call.reply.integer(root === NO_REF ? 0 : call.types.streams.length(root));
  },
});
