import { key, value } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY } from '../../store/record.ts';

export default command({
  name: 'setnx',
  summary: 'Stores a string if its key does not exist.',
  since: '1.0.0',
  group: 'string',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  deprecated: { since: '2.6.12', replacedBy: '`SET` with the `NX` argument' },
  args: { key: key('OW insert'), value: value() },
  examples: [
    ['SETNX lock me', '(integer) 1'],
    ['SETNX lock you', '(integer) 0'],
  ],
  allocates: (call, args) => call.strings.setBound(args.key, args.value),
  run(call, args) {
    if (call.store.write(args.key) !== NO_REF) return call.reply.integer(0);
    call.strings.set(args.key, NO_REF, args.value, NO_EXPIRY);
    call.store.observers.note(args.key, EVENT.set);
    call.reply.integer(1);
  },
});
