import { bytes, flag, key, oneof, optional, token, value } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { NO_EXPIRY, TYPE_STRING } from '../../store/record.ts';
import { expiration, expiresAt, INVALID_TIME } from './expiration.ts';

export default command({
  name: 'set',
  summary: 'Stores a string under a key, whatever the key held before, if the conditions are met.',
  since: '1.0.0',
  group: 'string',
  complexity: 'O(1)',
  flags: ['write', 'denyoom'],
  args: {
    key: key('RW access update variable_flags'),
    value: value(),
    condition: optional(
      oneof({ nx: token('NX'), xx: token('XX'), ifeq: token('IFEQ', bytes()), ifne: token('IFNE', bytes()) }),
    ),
    get: flag('GET'),
    expiration: expiration(),
  },
  examples: [
    ['SET greeting hello', 'OK'],
    ['SET greeting hi NX', '(nil)'],
    ['SET greeting hi XX GET EX 60', '"hello"'],
  ],
  keyAccess: (args) => (args.get ? 'RW access update' : 'OW update'),
  allocates: (call, args) => call.strings.setBound(args.key, args.value),
  run(call, args) {
    const { store, reply } = call;
    const { expiration, condition } = args;
    let expires = NO_EXPIRY;
    if (expiration !== undefined && expiration.is !== 'keepttl') {
      expires = expiresAt(store.now(), expiration.is, expiration.value);
      if (expires === INVALID_TIME) return call.fail(ERROR.invalidExpire, 'set');
    }
    const existing = args.get ? store.read(args.key) : store.write(args.key);
    const isString = existing !== NO_REF && store.records.type(existing) === TYPE_STRING;
    if (args.get) {
      if (existing === NO_REF) reply.null();
      else if (isString) call.replyString(existing);
      else return call.fail(ERROR.wrongType);
    }
    if (condition !== undefined) {
      let met = (condition.is === 'xx') === (existing !== NO_REF);
      if (condition.is === 'ifeq' || condition.is === 'ifne') {
        if (existing !== NO_REF && !isString) return call.fail(ERROR.wrongType);
        const equal = existing !== NO_REF && call.strings.equals(existing, condition.value);
        met = equal === (condition.is === 'ifeq');
      }
      if (!met) {
        if (!args.get) reply.null();
        return;
      }
    }
    if (expiration?.is === 'keepttl' && existing !== NO_REF) expires = store.records.expiresAt(existing);
    call.strings.set(args.key, existing, args.value, expires);
    if (!args.get) reply.ok();
  },
});
