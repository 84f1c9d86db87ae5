import { int64, key, value } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { expiresAt, INVALID_TIME } from './expiration.ts';

export default command({
  name: 'setex',
  summary: 'Stores a string that expires after a number of seconds.',
  since: '2.0.0',
  group: 'string',
  complexity: 'O(1)',
  flags: ['write', 'denyoom'],
  deprecated: { since: '2.6.12', replacedBy: '`SET` with the `EX` argument' },
  args: { key: key('OW update'), seconds: int64(), value: value() },
  examples: [
    ['SETEX session 60 data', 'OK'],
    ['TTL session', '(integer) 60'],
  ],
  allocates: (call, args) => call.strings.setBound(args.key, args.value),
  run(call, args) {
    const { store } = call;
    const at = expiresAt(store.now(), 'seconds', args.seconds);
    if (at === INVALID_TIME) return call.fail(ERROR.invalidExpire, 'setex');
    call.strings.set(args.key, store.write(args.key), args.value, at);
    store.observers.note(args.key, EVENT.set);
    store.observers.note(args.key, EVENT.expire);
    call.reply.ok();
  },
});
