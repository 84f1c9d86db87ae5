import { key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_STRING } from '../../store/record.ts';

export default command({
  name: 'getdel',
  summary: 'Gives the value of a string key and deletes the key.',
  since: '6.2.0',
  group: 'string',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  args: { key: key('RW access delete') },
  examples: [
    ['SET token abc', 'OK'],
    ['GETDEL token', '"abc"'],
    ['GETDEL token', '(nil)'],
  ],
  run(call, args) {
    const { store } = call;
    const ref = store.read(args.key);
    if (ref === NO_REF) return call.reply.null();
    if (store.records.type(ref) !== TYPE_STRING) return call.fail(ERROR.wrongType);
    call.replyString(ref);
    store.delete(args.key, ref);
  },
});
