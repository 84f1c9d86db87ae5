import { bytes, key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import {
  addDecimals,
  MAX_DECIMAL_TEXT,
  NOT_A_NUMBER,
  NOT_FINITE,
  parseLongDouble,
} from '../../../protocol/resp/long-double.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY } from '../../store/record.ts';
import { openToWrite } from './open-hash.ts';

const scratch = Buffer.allocUnsafeSlow(MAX_DECIMAL_TEXT);

export default command({
  name: 'hincrbyfloat',
  summary: 'Adds a decimal number to the number that a field of a hash holds; a missing field counts as 0.',
  since: '2.6.0',
  group: 'hash',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW access update'), field: bytes(), increment: { ...bytes(), docType: 'double' } },
  examples: [
    ['HSET goods tea 10.50', '(integer) 1'],
    ['HINCRBYFLOAT goods tea 0.1', '"10.6"'],
  ],
  allocates: (call, args) =>
    call.types.hashes.changeBound(args.key) + call.types.hashes.fieldBound(args.field, args.field) + MAX_DECIMAL_TEXT,
  run(call, { key, field, increment }) {
    const by = call.text(increment);
    const parsed = parseLongDouble(by);
    if (parsed === undefined) return call.fail(ERROR.notAFloat);
    if (/inf/i.test(by)) return call.fail(ERROR.valueNaN);
    if (!openToWrite(call, key)) return;
    const { hashes } = call.types;
    let before = '0';
    let expiresAt = NO_EXPIRY;
    if (hashes.find(field)) {
      if (hashes.valueLength() > MAX_DECIMAL_TEXT) return call.fail(ERROR.hashNotFloat);
      before = scratch.toString('latin1', 0, hashes.copyValue(scratch));
      expiresAt = hashes.field.expiresAt;
    }
    const sum = addDecimals(before, by);
    if (sum === NOT_A_NUMBER) return call.fail(ERROR.hashNotFloat);
    if (sum === NOT_FINITE) return call.fail(ERROR.nanOrInfinity);
    const length = scratch.write(sum, 'latin1');
    hashes.value.setBytes(scratch, 0, length);
    hashes.write(field, expiresAt);
    hashes.changed(EVENT.hincrbyfloat);
    hashes.settle();
    call.reply.bulk(scratch, 0, length);
  },
});
