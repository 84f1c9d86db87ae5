import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { bytes, key, type Leaf, oneof, optional, token } from '../../../protocol/command/grammar.ts';
import { parseInt64 } from '../../../protocol/command/numbers.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY, TYPE_STRING } from '../../store/record.ts';
import { expiresAt, INVALID_TIME } from './expiration.ts';

/** A number that is only looked at when the key exists. */
const lateNumber = (docType: 'integer' | 'unix-time'): Leaf<ArgIndex> => ({ ...bytes(), docType });

export default command({
  name: 'getex',
  summary: 'Gives the value of a string key and sets or removes its expiry.',
  since: '6.2.0',
  group: 'string',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  keyNotes: ['RW and UPDATE: it can change the time to live.'],
  args: {
    key: key('RW access update'),
    expiration: optional(
      oneof({
        seconds: token('EX', lateNumber('integer')),
        milliseconds: token('PX', lateNumber('integer')),
        unixTimeSeconds: token('EXAT', lateNumber('unix-time')),
        unixTimeMilliseconds: token('PXAT', lateNumber('unix-time')),
        persist: token('PERSIST'),
      }),
    ),
  },
  examples: [
    ['SET session data', 'OK'],
    ['GETEX session EX 60', '"data"'],
    ['TTL session', '(integer) 60'],
  ],
  run(call, args) {
    const { store } = call;
    const { expiration } = args;
    const ref = store.read(args.key);
    if (ref === NO_REF) return call.reply.null();
    if (store.records.type(ref) !== TYPE_STRING) return call.fail(ERROR.wrongType);
    if (expiration === undefined) return call.replyString(ref);
    let at = NO_EXPIRY;
    if (expiration.is !== 'persist') {
      const { buf, argStart, argLen } = call.args;
      const time = parseInt64(buf, argStart[expiration.value]!, argLen[expiration.value]!);
      if (Number.isNaN(time)) return call.fail(ERROR.notAnInteger);
      at = expiresAt(store.now(), expiration.is, time);
      if (at === INVALID_TIME) return call.fail(ERROR.invalidExpire, 'getex');
    }
    call.replyString(ref);
    if (at !== NO_EXPIRY && at <= store.now()) store.delete(args.key, ref);
    else if (at !== NO_EXPIRY || store.records.expiresAt(ref) !== NO_EXPIRY) {
      store.setExpiry(args.key, ref, at);
      store.observers.note(args.key, at === NO_EXPIRY ? EVENT.persist : EVENT.expire);
    }
  },
});
