import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { isSharedInteger, SHARED } from './shared-integers.ts';

export default command({
  name: 'object|refcount',
  summary: 'Says how often a value is referred to, as Redis would: small integers are shared.',
  since: '2.2.3',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  args: { key: key('RO') },
  examples: [
    ['SET b text', 'OK'],
    ['OBJECT REFCOUNT b', '(integer) 1'],
  ],
  run(call, args) {
    const { store, reply } = call;
    const ref = store.inspect(args.key);
    if (ref === NO_REF) return reply.null();
    reply.integer(isSharedInteger(call, ref) ? SHARED : 1);
  },
});
