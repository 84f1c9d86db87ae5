import { key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';

export default command({
  name: 'object|freq',
  summary: 'Gives the use counter of a key, under an eviction policy that counts uses.',
  since: '4.0.0',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  args: { key: key('RO') },
  examples: [['OBJECT FREQ missing', '(nil)']],
  run(call, args) {
    const { store, reply } = call;
    const ref = store.inspect(args.key);
    if (ref === NO_REF) return reply.null();
    const frequency = store.accesses.frequency(ref, store.clock);
    if (frequency < 0) return call.fail(ERROR.lfuNotSelected);
    reply.integer(frequency);
  },
});
