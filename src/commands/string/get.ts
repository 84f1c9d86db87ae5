import { key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_STRING } from '../../store/record.ts';

export default command({
  name: 'get',
  summary: 'Gives the value of a string key.',
  since: '1.0.0',
  group: 'string',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO access') },
  examples: [
    ['SET greeting hello', 'OK'],
    ['GET greeting', '"hello"'],
    ['GET missing', '(nil)'],
  ],
  run(call, args) {
    const ref = call.store.read(args.key);
    if (ref === NO_REF) call.reply.null();
    else if (call.store.records.type(ref) === TYPE_STRING) call.replyString(ref);
    else call.fail(ERROR.wrongType);
  },
});
