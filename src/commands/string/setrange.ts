import { integer, key, value } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { TYPE_STRING } from '../../store/record.ts';
import { RUN_AGAIN } from '../../store/unlocked-work.ts';

export default command({
  name: 'setrange',
  summary: 'Overwrites a part of a string; what lies between its end and the part becomes zeros.',
  since: '2.2.0',
  group: 'string',
  complexity: 'O(N) where N is the length of the value; a short string is moved as a whole.',
  flags: ['write', 'denyoom'],
  args: { key: key('RW update'), offset: integer(), value: value() },
  examples: [
    ['SET text "hello world"', 'OK'],
    ['SETRANGE text 6 there', '(integer) 11'],
    ['GET text', '"hello there"'],
  ],
  allocates(call, args) {
    const isRefused = args.offset < 0 || args.offset > call.settings.current.protoMaxBulkLen;
    return isRefused ? 0 : call.strings.changeBound(args.key, args.offset, args.value);
  },
  run(call, args) {
    const { store, strings, reply } = call;
    if (args.offset < 0) return call.fail(ERROR.offsetOutOfRange);
    const ref = store.write(args.key);
    if (ref !== NO_REF && store.records.type(ref) !== TYPE_STRING) return call.fail(ERROR.wrongType);
    const before = ref === NO_REF ? 0 : strings.length(ref);
    const written = call.args.argLen[args.value]!;
    if (written === 0) return reply.integer(before);
    const end = args.offset + written;
    if (end > call.settings.current.protoMaxBulkLen) return call.fail(ERROR.stringTooLong);
    if (!call.unlocked.ownsPages(call, ref, Math.max(before, end))) return RUN_AGAIN;
    strings.setRange(args.key, ref, args.offset, args.value);
    store.observers.note(args.key, EVENT.setrange);
    reply.integer(Math.max(before, end));
  },
});
