import { key, value } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY, TYPE_STRING } from '../../store/record.ts';

export default command({
  name: 'getset',
  summary: 'Stores a string under a key and gives the one it held before.',
  since: '1.0.0',
  group: 'string',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  deprecated: { since: '6.2.0', replacedBy: '`SET` with the `!GET` argument' },
  args: { key: key('RW access update'), value: value() },
  examples: [
    ['SET state cold', 'OK'],
    ['GETSET state warm', '"cold"'],
  ],
  allocates: (call, args) => call.strings.setBound(args.key, args.value),
  run(call, args) {
    const { store } = call;
    const ref = store.read(args.key);
    if (ref === NO_REF) call.reply.null();
    else if (store.records.type(ref) === TYPE_STRING) call.replyString(ref);
    else return call.fail(ERROR.wrongType);
    call.strings.set(args.key, ref, args.value, NO_EXPIRY);
    store.observers.note(args.key, EVENT.set);
  },
});
