import { bytes, int64, key } from '../../../protocol/command/grammar.ts';
import { parseInt64 } from '../../../protocol/command/numbers.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { MAX_INTEGER_TEXT, writeBigInteger } from '../../../protocol/resp/integers.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY } from '../../store/record.ts';
import { openToWrite } from './open-hash.ts';

const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);
const digits = Buffer.allocUnsafeSlow(MAX_INTEGER_TEXT);

export default command({
  name: 'hincrby',
  summary: 'Adds a number to the integer that a field of a hash holds; a missing field counts as 0.',
  since: '2.0.0',
  group: 'hash',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW access update'), field: bytes(), increment: int64() },
  examples: [
    ['HSET page visits 40', '(integer) 1'],
    ['HINCRBY page visits 2', '(integer) 42'],
  ],
  allocates: (call, args) =>
    call.types.hashes.changeBound(args.key) + call.types.hashes.fieldBound(args.field, args.field),
  run(call, { key, field, increment }) {
    if (!openToWrite(call, key)) return;
    const { hashes } = call.types;
    let before: number | bigint = 0;
    let expiresAt = NO_EXPIRY;
    if (hashes.find(field)) {
      const length = hashes.valueLength();
      before = length > MAX_INTEGER_TEXT ? Number.NaN : parseInt64(digits, 0, hashes.copyValue(digits));
      if (Number.isNaN(before)) return call.fail(ERROR.hashNotInteger);
      expiresAt = hashes.field.expiresAt;
    }
    const sum = add(before, increment);
    if (sum > MAX_INT64 || sum < MIN_INT64) return call.fail(ERROR.overflow);
    const end = typeof sum === 'number' ? digits.write(String(sum), 'latin1') : writeBigInteger(digits, 0, sum);
    hashes.value.setBytes(digits, 0, end);
    hashes.write(field, expiresAt);
    hashes.changed(EVENT.hincrby);
    hashes.settle();
    if (typeof sum === 'number') call.reply.integer(sum);
    else call.reply.bigInteger(sum);
  },
});

function add(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a + b)) return a + b;
  return BigInt(a) + BigInt(b);
}
