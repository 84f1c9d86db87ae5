import { bytes, key, optional, repeat } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { TYPE_STRING } from '../../store/record.ts';
import { DENSE_BYTES } from './layout.ts';
import { Sketch } from './sketch.ts';
import { CHANGED, CORRUPTED } from './sparse.ts';

const sketch = new Sketch();

export default command({
  name: 'pfadd',
  summary: 'Adds elements to a HyperLogLog, which is created if there is none.',
  since: '2.8.9',
  group: 'hyperloglog',
  complexity: 'O(1) for each element.',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW insert'), elements: optional(repeat(bytes())) },
  examples: [
    ['PFADD visitors ann bob', '(integer) 1'],
    ['PFADD visitors ann', '(integer) 0'],
    ['PFCOUNT visitors', '(integer) 2'],
  ],
  allocates: (call, args) => call.store.putBound(args.key, DENSE_BYTES) + call.strings.largeThreshold,
  run(call, { key: name, elements }) {
    const { store, reply } = call;
    const ref = store.write(name);
    let changed = ref === NO_REF ? 1 : 0;
    if (ref === NO_REF) sketch.create();
    else if (store.records.type(ref) !== TYPE_STRING) return call.fail(ERROR.wrongType);
    else if (!sketch.load(call, ref)) return call.fail(ERROR.hllInvalid);
    const maxBytes = call.settings.current.hllSparseMaxBytes;
    const count = elements === undefined ? 0 : elements.count;
    for (let i = 0; i < count; i++) {
      const result = sketch.add(call, elements!.at(i), maxBytes);
      if (result === CORRUPTED) return call.fail(ERROR.hllCorrupted);
      if (result === CHANGED) changed++;
    }
    if (changed > 0) {
      sketch.store(call, name, ref);
      store.observers.note(name, EVENT.pfadd);
      store.countMore(changed - 1);
    }
    reply.integer(changed > 0 ? 1 : 0);
  },
});
