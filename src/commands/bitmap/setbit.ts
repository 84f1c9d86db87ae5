import { bytes, integer, key } from '../../../protocol/command/grammar.ts';
import { parseInteger } from '../../../protocol/command/numbers.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { TYPE_STRING } from '../../store/record.ts';
import { openString, setStringByte } from '../../store/strings/string-bytes.ts';
import { RUN_AGAIN } from '../../store/unlocked-work.ts';
import { bitOffset } from './bit-offset.ts';

export default command({
  name: 'setbit',
  summary: 'Sets one bit of a string and gives what it was; a string that is too short gets zeros.',
  since: '2.2.0',
  group: 'bitmap',
  complexity: 'O(1); O(N) when the string must become longer, where N is what is added.',
  flags: ['write', 'denyoom'],
  args: { key: key('RW access update'), offset: bytes(), value: bytes() },
  documentedArgs: { key: key('RW access update'), offset: integer(), value: integer() },
  examples: [
    ['SETBIT seen 7 1', '(integer) 0'],
    ['SETBIT seen 7 0', '(integer) 1'],
    ['GET seen', '"\\x00"'],
  ],
  allocates(call, args) {
    const offset = bitOffset(call, args.offset);
    return Number.isNaN(offset) ? 0 : call.strings.growthBound(args.key, Math.floor(offset / 8) + 1, false);
  },
  run(call, args) {
    const { store, strings } = call;
    const { buf, argStart, argLen } = call.args;
    const offset = bitOffset(call, args.offset);
    if (Number.isNaN(offset)) return call.fail(ERROR.bitOffset);
    const bit = parseInteger(buf, argStart[args.value]!, argLen[args.value]!);
    if (bit !== 0 && bit !== 1) return call.fail(ERROR.bitValue);
    const ref = store.write(args.key);
    if (ref !== NO_REF && store.records.type(ref) !== TYPE_STRING) return call.fail(ERROR.wrongType);
    const before = ref === NO_REF ? -1 : strings.length(ref);
    const index = Math.floor(offset / 8);
    if (!call.unlocked.ownsPages(call, ref, Math.max(before, index + 1))) return RUN_AGAIN;
    const record = openString(store, strings, args.key, ref, index + 1);
    const old = strings.byteAt(record, index);
    const mask = 0x80 >>> (offset % 8);
    const was = (old & mask) === 0 ? 0 : 1;
    if (was !== bit) setStringByte(store, record, index, old ^ mask);
    // A string that became longer is counted as changed already.
    if (before <= index) store.observers.note(args.key, EVENT.setbit);
    else if (was !== bit) store.changed(args.key, EVENT.setbit);
    call.reply.integer(was);
  },
});
