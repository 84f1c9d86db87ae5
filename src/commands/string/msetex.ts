import { counted, key, oneof, optional, value } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY } from '../../store/record.ts';
import { expiration, expiresAt, INVALID_TIME } from './expiration.ts';
import { countExisting, pairsBound, setPairs, valueAt } from './several.ts';

export default command({
  name: 'msetex',
  summary: 'Stores several strings at one moment, with one expiry and under one condition for all.',
  since: '8.4.0',
  group: 'string',
  complexity: 'O(N) where N is the number of keys.',
  flags: ['write', 'denyoom'],
  tips: ['request_policy:multi_shard', 'response_policy:all_succeeded'],
  args: {
    data: counted(
      { key: key('OW update'), value: value() },
      { invalid: ERROR.invalidNumkeys, range: ERROR.invalidNumkeys, tooMany: ERROR.keyValuePairs, max: 2 ** 31 - 1 },
    ),
    condition: optional(oneof(['NX', 'XX'])),
    expiration: expiration(),
  },
  examples: [
    ['MSETEX 2 a 1 b 2 EX 60', '(integer) 1'],
    ['TTL b', '(integer) 60'],
    ['MSETEX 2 b 3 c 4 NX', '(integer) 0'],
  ],
  allocates: (call, args) => pairsBound(call, args.data),
  run(call, { data, condition, expiration }) {
    const { store, strings } = call;
    let at = NO_EXPIRY;
    if (expiration !== undefined && expiration.is !== 'keepttl') {
      at = expiresAt(store.now(), expiration.is, expiration.value);
      if (at === INVALID_TIME) return call.fail(ERROR.invalidExpire, 'msetex');
    }
    if (condition !== undefined) {
      const wanted = condition === 'NX' ? 0 : data.count;
      if (countExisting(call, data) !== wanted) return call.reply.integer(0);
    }
    if (expiration?.is !== 'keepttl') setPairs(call, data, at);
    else {
      for (let i = 0; i < data.count; i++) {
        const ref = store.write(data.at(i));
        strings.set(data.at(i), ref, valueAt(data, i), ref === NO_REF ? NO_EXPIRY : store.records.expiresAt(ref));
        store.observers.note(data.at(i), EVENT.set);
      }
    }
    call.reply.integer(1);
  },
});
