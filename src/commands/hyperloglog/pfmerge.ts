import { key, optional, repeat } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { TYPE_STRING } from '../../store/record.ts';
import { DENSE_BYTES, REGISTERS } from './layout.ts';
import { Sketch } from './sketch.ts';
import { CORRUPTED } from './sparse.ts';

const sketch = new Sketch();

export default command({
  name: 'pfmerge',
  summary: 'Adds all that HyperLogLogs have seen to another one, which is created if there is none.',
  since: '2.8.9',
  group: 'hyperloglog',
  complexity: 'O(N) with a large constant, where N is the number of keys.',
  flags: ['write', 'denyoom'],
  args: { destkey: key('RW access insert'), sourcekeys: optional(repeat(key('RO access'))) },
  examples: [
    ['PFADD monday ann bob', '(integer) 1'],
    ['PFADD tuesday bob eve', '(integer) 1'],
    ['PFMERGE week monday tuesday', 'OK'],
    ['PFCOUNT week', '(integer) 3'],
  ],
  allocates: (call, args) => call.store.putBound(args.destkey, DENSE_BYTES) + call.strings.largeThreshold,
  run(call, { destkey, sourcekeys }) {
    const { store } = call;
    const keys = 1 + (sourcekeys?.count ?? 0);
    let dense = false;
    sketch.registers.fill(0);
    for (let i = 0; i < keys; i++) {
      const ref = store.read(i === 0 ? destkey : sourcekeys!.at(i - 1));
      if (ref === NO_REF) continue;
      if (store.records.type(ref) !== TYPE_STRING) return call.fail(ERROR.wrongType);
      if (!sketch.load(call, ref)) return call.fail(ERROR.hllInvalid);
      dense ||= sketch.isDense;
      if (!sketch.mergeInto(sketch.registers)) return call.fail(ERROR.hllCorrupted);
    }
    const ref = store.peek(destkey);
    if (ref === NO_REF) sketch.create();
    else sketch.load(call, ref);
    if (dense && !sketch.toDense()) return call.fail(ERROR.hllCorrupted);
    const maxBytes = call.settings.current.hllSparseMaxBytes;
    for (let i = 0; i < REGISTERS; i++) {
      const rank = sketch.registers[i]!;
      if (rank !== 0 && sketch.raise(i, rank, maxBytes) === CORRUPTED) return call.fail(ERROR.hllCorrupted);
    }
    sketch.store(call, destkey, ref);
    store.observers.note(destkey, EVENT.pfadd);
    call.reply.ok();
  },
});
