import { key, repeat } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_STRING } from '../../store/record.ts';
import { Sketch } from './sketch.ts';

const sketch = new Sketch();

export default command({
  name: 'pfcount',
  summary: 'Says about how many different elements HyperLogLogs have seen, all of them together.',
  since: '2.8.9',
  group: 'hyperloglog',
  complexity: 'O(1) for one key whose count is known, else O(N) with a large constant, where N is the number of keys.',
  flags: ['readonly'],
  keyNotes: ['RW because it may change the internal representation of the key, and propagate to replicas'],
  args: { keys: repeat(key('RW access')) },
  examples: [
    ['PFADD monday ann bob', '(integer) 1'],
    ['PFADD tuesday bob eve', '(integer) 1'],
    ['PFCOUNT monday tuesday', '(integer) 3'],
  ],
  run(call, { keys }) {
    const { store, reply } = call;
    sketch.registers.fill(0);
    for (let i = 0; i < keys.count; i++) {
      const ref = store.read(keys.at(i));
      if (ref === NO_REF) continue;
      if (store.records.type(ref) !== TYPE_STRING) return call.fail(ERROR.wrongType);
      if (!sketch.load(call, ref)) return call.fail(ERROR.hllInvalid);
      if (keys.count === 1 && sketch.knownCount() >= 0) return reply.integer(sketch.knownCount());
      if (!sketch.mergeInto(sketch.registers)) return call.fail(ERROR.hllCorrupted);
    }
    const count = sketch.estimate();
    if (keys.count === 1) {
      const ref = store.peek(keys.at(0));
      if (ref === NO_REF) return reply.integer(0);
      sketch.remember(call, keys.at(0), ref, count);
      store.changed(keys.at(0));
    }
    reply.integer(count);
  },
});
