import { key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_STRING } from '../../store/record.ts';

export default command({
  name: 'strlen',
  summary: 'Gives the length of a string in bytes, 0 for a missing key.',
  since: '2.2.0',
  group: 'string',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO') },
  examples: [
    ['SET greeting hello', 'OK'],
    ['STRLEN greeting', '(integer) 5'],
  ],
  run(call, args) {
    const ref = call.store.read(args.key);
    if (ref === NO_REF) call.reply.integer(0);
    else if (call.store.records.type(ref) === TYPE_STRING) call.reply.integer(call.strings.length(ref));
    else call.fail(ERROR.wrongType);
  },
});
