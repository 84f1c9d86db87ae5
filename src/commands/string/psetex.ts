import { int64, key, value } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { expiresAt, INVALID_TIME } from './expiration.ts';

export default command({
  name: 'psetex',
  summary: 'Stores a string that expires after a number of milliseconds.',
  since: '2.6.0',
  group: 'string',
  complexity: 'O(1)',
  flags: ['write', 'denyoom'],
  deprecated: { since: '2.6.12', replacedBy: '`SET` with the `PX` argument' },
  args: { key: key('OW update'), milliseconds: int64(), value: value() },
  examples: [
    ['PSETEX session 60000 data', 'OK'],
    ['TTL session', '(integer) 60'],
  ],
  allocates: (call, args) => call.strings.setBound(args.key, args.value),
  run(call, args) {
    const { store } = call;
    const at = expiresAt(store.now(), 'milliseconds', args.milliseconds);
    if (at === INVALID_TIME) return call.fail(ERROR.invalidExpire, 'psetex');
    call.strings.set(args.key, store.write(args.key), args.value, at);
    store.observers.note(args.key, EVENT.set);
    store.observers.note(args.key, EVENT.expire);
    call.reply.ok();
  },
});
