import { block, integer, key, oneof, optional } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_STRING } from '../../store/record.ts';
import { BitRange } from './bit-range.ts';
import { countBitsOf } from './pieces.ts';

const range = new BitRange();

export default command({
  name: 'bitcount',
  summary: 'Counts the bits of a string, or of a part of it, that are set.',
  since: '2.6.0',
  group: 'bitmap',
  complexity: 'O(N) where N is the length of the part.',
  flags: ['readonly'],
  history: [['7.0.0', 'The `BYTE|BIT` option.']],
  args: {
    key: key('RO access'),
    range: optional(
      block({
        start: integer(),
        end: integer(),
        unit: optional(oneof(['BYTE', 'BIT'], { since: '7.0.0', again: 'never' })),
      }),
    ),
  },
  examples: [
    ['SET word foobar', 'OK'],
    ['BITCOUNT word', '(integer) 26'],
    ['BITCOUNT word 0 0', '(integer) 4'],
    ['BITCOUNT word 5 30 BIT', '(integer) 17'],
  ],
  run(call, { key: name, range: part }) {
    const { store, reply } = call;
    const ref = store.read(name);
    if (ref === NO_REF) return reply.integer(0);
    if (store.records.type(ref) !== TYPE_STRING) return call.fail(ERROR.wrongType);
    const length = call.strings.length(ref);
    if (part === undefined) return reply.integer(countBitsOf(call, ref, 0, length));
    if (part.start < 0 && part.end < 0 && part.start > part.end) return reply.integer(0);
    if (!range.set(length, part.start, part.end, part.unit === 'BIT')) return reply.integer(0);
    let count = countBitsOf(call, ref, range.firstByte, range.endByte);
    if (range.before !== 0) count -= countBits8(call.strings.byteAt(ref, range.firstByte) & range.before);
    if (range.behind !== 0) count -= countBits8(call.strings.byteAt(ref, range.endByte - 1) & range.behind);
    reply.integer(count);
  },
});

function countBits8(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}
