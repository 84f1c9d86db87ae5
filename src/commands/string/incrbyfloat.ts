import { bytes, key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { addDecimals, MAX_DECIMAL_TEXT, NOT_A_NUMBER, NOT_FINITE } from '../../../protocol/resp/long-double.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { ENCODING_TEXT, NO_EXPIRY, TYPE_STRING } from '../../store/record.ts';

const scratch = Buffer.allocUnsafeSlow(MAX_DECIMAL_TEXT);

export default command({
  name: 'incrbyfloat',
  summary: 'Adds a decimal number to the number that a key holds; a missing key counts as 0.',
  since: '2.6.0',
  group: 'string',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW access update'), increment: { ...bytes(), docType: 'double' } },
  examples: [
    ['SET price 10.50', 'OK'],
    ['INCRBYFLOAT price 0.1', '"10.6"'],
  ],
  allocates: (call, args) => call.store.putBound(args.key, MAX_DECIMAL_TEXT),
  run(call, args) {
    const { store, strings } = call;
    const { records } = store;
    const ref = store.write(args.key);
    let before = '0';
    if (ref !== NO_REF) {
      if (records.type(ref) !== TYPE_STRING) return call.fail(ERROR.wrongType);
      const length = strings.length(ref);
      if (length > MAX_DECIMAL_TEXT) return call.fail(ERROR.notAFloat);
      strings.copyOut(ref, 0, length, scratch, 0);
      before = scratch.toString('latin1', 0, length);
    }
    const sum = addDecimals(before, call.text(args.increment));
    if (sum === NOT_A_NUMBER) return call.fail(ERROR.notAFloat);
    if (sum === NOT_FINITE) return call.fail(ERROR.nanOrInfinity);
    const length = scratch.write(sum, 'latin1');
    const expiresAt = ref === NO_REF ? NO_EXPIRY : records.expiresAt(ref);
    strings.setBytes(args.key, ref, scratch, 0, length, ENCODING_TEXT, expiresAt);
    store.observers.note(args.key, EVENT.incrbyfloat);
    call.reply.bulk(scratch, 0, length);
  },
});
