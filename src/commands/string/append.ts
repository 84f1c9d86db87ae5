import { key, value } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY, TYPE_STRING } from '../../store/record.ts';
import { RUN_AGAIN } from '../../store/unlocked-work.ts';

export default command({
  name: 'append',
  summary: 'Adds bytes at the end of a string, which is created if there is none.',
  since: '2.0.0',
  group: 'string',
  complexity: 'O(N) where N is the length of the appended value; a short string is moved as a whole.',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW insert'), value: value() },
  examples: [
    ['APPEND log "first "', '(integer) 6'],
    ['APPEND log second', '(integer) 12'],
    ['GET log', '"first second"'],
  ],
  allocates: (call, args) => call.strings.appendBound(args.key, args.value),
  run(call, args) {
    const { store, strings } = call;
    const ref = store.write(args.key);
    const added = call.args.argLen[args.value]!;
    if (ref === NO_REF) {
      strings.set(args.key, NO_REF, args.value, NO_EXPIRY);
      store.observers.note(args.key, EVENT.append);
      return call.reply.integer(added);
    }
    if (store.records.type(ref) !== TYPE_STRING) return call.fail(ERROR.wrongType);
    const length = strings.length(ref);
    if (length + added > call.settings.current.protoMaxBulkLen) return call.fail(ERROR.stringTooLong);
    if (!call.unlocked.ownsPages(call, ref, length + added)) return RUN_AGAIN;
    strings.setRange(args.key, ref, length, args.value);
    store.observers.note(args.key, EVENT.append);
    call.reply.integer(length + added);
  },
});
