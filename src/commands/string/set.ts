import { flag, key, oneof, optional, token, value } from '../../../protocol/command/grammar.ts';
import { placeOfWord } from '../../../protocol/command/quoted-keys.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY, TYPE_STRING } from '../../store/record.ts';
import { RUN_AGAIN } from '../../store/unlocked-work.ts';
import { expiration, expiresAt, INVALID_TIME } from './expiration.ts';
import { BAD_DIGEST, checkValue, MET, UNKNOWN, valueConditions } from './value-condition.ts';

export default command({
  name: 'set',
  summary: 'Stores a string under a key, whatever the key held before, if the condition is met.',
  since: '1.0.0',
  group: 'string',
  complexity: 'O(1)',
  flags: ['write', 'denyoom'],
  keyNotes: ['RW and ACCESS: it can give the value of before.'],
  history: [
    ['2.6.12', 'The options `EX`, `PX`, `NX` and `XX`.'],
    ['6.0.0', 'The option `KEEPTTL`.'],
    ['6.2.0', 'The options `GET`, `EXAT` and `PXAT`.'],
    ['7.0.0', '`NX` and `GET` may stand together.'],
    ['8.4.0', 'The options `IFEQ`, `IFNE`, `IFDEQ` and `IFDNE`.'],
  ],
  args: {
    key: key('RW access update variable_flags'),
    value: value(),
    condition: optional(oneof({ nx: token('NX'), xx: token('XX'), ...valueConditions }, { since: '2.6.12' })),
    get: flag('GET', { since: '6.2.0' }),
    expiration: expiration(),
  },
  examples: [
    ['SET greeting hello', 'OK'],
    ['SET greeting hi NX', '(nil)'],
    ['SET greeting hi XX GET EX 60', '"hello"'],
    ['SET greeting bye IFEQ hi', 'OK'],
  ],
  keysIn: (words) => [{ at: 1, access: placeOfWord(words, 'get', 3) < 0 ? 'OW update' : 'RW access update' }],
  allocates: (call, args) => call.strings.setBound(args.key, args.value),
  run(call, args) {
    const { store, reply } = call;
    const { expiration, condition, get } = args;
    let expires = NO_EXPIRY;
    if (expiration !== undefined && expiration.is !== 'keepttl') {
      expires = expiresAt(store.now(), expiration.is, expiration.value);
      if (expires === INVALID_TIME) return call.fail(ERROR.invalidExpire, 'set');
    }
    const existing = get ? store.read(args.key) : store.write(args.key);
    const looks = get || (condition !== undefined && condition.is !== 'nx' && condition.is !== 'xx');
    if (looks && existing !== NO_REF && store.records.type(existing) !== TYPE_STRING) return call.fail(ERROR.wrongType);
    let met = true;
    if (condition !== undefined) {
      if (condition.is === 'nx') met = existing === NO_REF;
      else if (condition.is === 'xx') met = existing !== NO_REF;
      else {
        const outcome = checkValue(call, existing, condition);
        if (outcome === UNKNOWN) return RUN_AGAIN;
        if (outcome === BAD_DIGEST) return call.fail(ERROR.digestFormat);
        met = outcome === MET;
      }
    }
    if (get && existing !== NO_REF) call.replyString(existing);
    else if (get || !met) reply.null();
    if (!met) return;
    if (expiration?.is === 'keepttl' && existing !== NO_REF) expires = store.records.expiresAt(existing);
    call.strings.set(args.key, existing, args.value, expires);
    store.observers.note(args.key, EVENT.set);
    if (expires !== NO_EXPIRY && expiration?.is !== 'keepttl') store.observers.note(args.key, EVENT.expire);
    if (!get) reply.ok();
  },
});
