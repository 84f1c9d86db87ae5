import { integer, key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_STRING } from '../../store/record.ts';
import { bitAt } from './pieces.ts';

export default command({
  name: 'getbit',
  summary: 'Gives one bit of a string; behind its end all bits are 0.',
  since: '2.2.0',
  group: 'bitmap',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO access'), offset: integer({ min: 0, invalid: ERROR.bitOffset, range: ERROR.bitOffset }) },
  examples: [
    ['SETBIT seen 7 1', '(integer) 0'],
    ['GETBIT seen 7', '(integer) 1'],
    ['GETBIT seen 100', '(integer) 0'],
  ],
  run(call, args) {
    const { store } = call;
    if (args.offset >= call.settings.current.protoMaxBulkLen * 8) return call.fail(ERROR.bitOffset);
    const ref = store.read(args.key);
    if (ref !== NO_REF && store.records.type(ref) !== TYPE_STRING) return call.fail(ERROR.wrongType);
    call.reply.integer(bitAt(call, ref, args.offset));
  },
});
