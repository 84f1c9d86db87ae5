import { integer, key, multiOption, option } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { bytesOfKey } from './bytes-of-key.ts';

/** Elements of a collection that are looked at unless SAMPLES says how many. */
const DEFAULT_SAMPLES = 5;

export default command({
  name: 'memory|usage',
  summary: 'Tells how many bytes a key takes: its record, its value, its place in the index.',
  since: '4.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['readonly'],
  args: { key: key('RO'), count: multiOption('SAMPLES', integer({ min: 0, range: ERROR.syntax })) },
  documentedArgs: { key: key('RO'), count: option('SAMPLES', integer()) },
  examples: [
    ['SET greeting hello', 'OK'],
    ['MEMORY USAGE greeting', '(integer) 40'],
    ['MEMORY USAGE nosuch', '(nil)'],
  ],
  run(call, args) {
    const { store, reply } = call;
    const samples = args.count.count === 0 ? DEFAULT_SAMPLES : args.count.items[args.count.count - 1]!;
    const ref = store.peek(args.key);
    if (ref === NO_REF) return reply.null();
    reply.integer(bytesOfKey(store, ref, samples));
  },
});
