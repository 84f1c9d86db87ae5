import { block, bytes, integer, key, list, oneof, optional, rest, token } from '../../../protocol/command/grammar.ts';
import { NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { command } from '../../dispatch/context.ts';
import { FieldOperations } from './field-operations.ts';
import { onlyReads } from './only-reads.ts';
import { runFieldOperations } from './run-field-operations.ts';

const operations = new FieldOperations();

export default command({
  name: 'bitfield',
  summary: 'Reads, sets and adds to integers of any width at any bit of a string.',
  since: '3.2.0',
  group: 'bitmap',
  complexity: 'O(1) for each operation.',
  flags: ['write', 'denyoom'],
  keyNotes: ['This command allows both access and modification of the key'],
  args: { key: key('RW access update variable_flags'), operations: rest() },
  documentedArgs: {
    key: key('RW access update variable_flags'),
    operation: list(
      oneof({
        getBlock: token('GET', block({ encoding: bytes({ sample: 'u8' }), offset: integer() })),
        write: block({
          overflowBlock: optional(token('OVERFLOW', oneof(['WRAP', 'SAT', 'FAIL']))),
          writeOperation: oneof({
            setBlock: token('SET', block({ encoding: bytes({ sample: 'u8' }), offset: integer(), value: integer() })),
            incrbyBlock: token(
              'INCRBY',
              block({ encoding: bytes({ sample: 'u8' }), offset: integer(), increment: integer() }),
            ),
          }),
        }),
      }),
    ),
  },
  examples: [
    ['BITFIELD flags SET u4 0 9 GET u4 0', '1) (integer) 0\n2) (integer) 9'],
    ['BITFIELD flags OVERFLOW SAT INCRBY u4 0 100', '1) (integer) 15'],
  ],
  allocates(call, args) {
    if (operations.read(call, 2, false) !== NO_ERROR || operations.writtenBits === 0) return 0;
    return call.strings.growthBound(args.key, Math.ceil(operations.writtenBits / 8), false);
  },
  keysIn: (words) => [{ at: 1, access: onlyReads(words) ? 'RO access' : 'RW access update' }],
  run(call, args) {
    const error = operations.read(call, 2, false);
    if (error !== NO_ERROR) return call.fail(error);
    return runFieldOperations(call, args.key, operations);
  },
});
