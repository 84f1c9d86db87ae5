import { key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { ACCESS_COUNTER } from '../../store/usage/access-notes.ts';
import { idleSeconds } from '../../store/usage/idle-time.ts';

export default command({
  name: 'object|idletime',
  summary: 'Gives the seconds since the last access to a key.',
  since: '2.2.3',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  args: { key: key('RO') },
  examples: [
    ['SET a 1', 'OK'],
    ['OBJECT IDLETIME a', '(integer) 0'],
  ],
  run(call, args) {
    const { store, reply } = call;
    const ref = store.inspect(args.key);
    if (ref === NO_REF) return reply.null();
    if (store.accesses.mode === ACCESS_COUNTER) return call.fail(ERROR.lfuSelected);
    reply.integer(idleSeconds(store, ref));
  },
});
