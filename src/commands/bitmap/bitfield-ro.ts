import { block, bytes, integer, key, multiOption, rest } from '../../../protocol/command/grammar.ts';
import { NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { command } from '../../dispatch/context.ts';
import { FieldOperations } from './field-operations.ts';
import { runFieldOperations } from './run-field-operations.ts';

const operations = new FieldOperations();

export default command({
  name: 'bitfield_ro',
  summary: 'Reads integers of any width at any bit of a string.',
  since: '6.0.0',
  group: 'bitmap',
  complexity: 'O(1) for each operation.',
  flags: ['readonly', 'fast'],
  args: { key: key('RO access'), operations: rest() },
  documentedArgs: {
    key: key('RO access'),
    getBlock: multiOption('GET', block({ encoding: bytes({ sample: 'u8' }), offset: integer() })),
  },
  examples: [
    ['SET word ab', 'OK'],
    ['BITFIELD_RO word GET u8 0 GET u8 #1', '1) (integer) 97\n2) (integer) 98'],
  ],
  run(call, args) {
    const error = operations.read(call, 2, true);
    if (error !== NO_ERROR) return call.fail(error);
    return runFieldOperations(call, args.key, operations);
  },
});
