import { block, integer, key, oneof, optional } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_STRING } from '../../store/record.ts';
import { firstBit } from './first-bit.ts';

const END = -1;

export default command({
  name: 'bitpos',
  summary: 'Finds the first bit of a string, or of a part of it, that is 1 or 0.',
  since: '2.8.7',
  group: 'bitmap',
  complexity: 'O(N) where N is the length of the part.',
  flags: ['readonly'],
  history: [['7.0.0', 'The `BYTE|BIT` option.']],
  args: {
    key: key('RO access'),
    bit: integer({ eager: true, min: 0, max: 1, range: ERROR.bitArgument }),
    range: optional(
      block({
        start: integer(),
        endUnitBlock: optional(
          block({ end: integer(), unit: optional(oneof(['BYTE', 'BIT'], { since: '7.0.0', again: 'never' })) }),
        ),
      }),
    ),
  },
  examples: [
    ['SET flags "\\x00\\xff\\xf0"', 'OK'],
    ['BITPOS flags 1', '(integer) 8'],
    ['BITPOS flags 0', '(integer) 0'],
    ['BITPOS flags 0 2', '(integer) 20'],
    ['BITPOS flags 1 9 15 BIT', '(integer) 9'],
  ],
  run(call, { key: name, bit, range }) {
    const { store, reply } = call;
    const ref = store.read(name);
    if (ref === NO_REF) return reply.integer(bit === 1 ? -1 : 0);
    if (store.records.type(ref) !== TYPE_STRING) return call.fail(ERROR.wrongType);
    const end = range?.endUnitBlock;
    const found = firstBit(call, ref, bit, range?.start ?? 0, end?.end ?? END, end?.unit === 'BIT');
    // Without an end, zeros go on behind the string for ever.
    const length = call.strings.length(ref);
    const isOpen = bit === 0 && end === undefined && length > 0 && (range?.start ?? 0) < length;
    reply.integer(found < 0 && isOpen ? length * 8 : found);
  },
});
