import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY } from '../../store/record.ts';

export default command({
  name: 'persist',
  summary: 'Takes the expiry of a key away.',
  since: '2.2.0',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  args: { key: key('RW update') },
  examples: [
    ['SET a 1 EX 60', 'OK'],
    ['PERSIST a', '(integer) 1'],
    ['TTL a', '(integer) -1'],
  ],
  run(call, args) {
    const { store } = call;
    const ref = store.write(args.key);
    if (ref === NO_REF || store.records.expiresAt(ref) === NO_EXPIRY) return call.reply.integer(0);
    store.setExpiry(args.key, ref, NO_EXPIRY);
    store.observers.note(args.key, EVENT.persist);
    call.reply.integer(1);
  },
});
