import { bytes, key } from '../../../protocol/command/grammar.ts';
import { ERROR, unknownPfdebug } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_STRING } from '../../store/record.ts';
import { DENSE_BYTES, REGISTERS } from './layout.ts';
import { Sketch } from './sketch.ts';

const sketch = new Sketch();

export default command({
  name: 'pfdebug',
  summary: 'Shows the inside of a HyperLogLog: GETREG, DECODE, ENCODING; or makes it dense: TODENSE.',
  since: '2.8.9',
  group: 'hyperloglog',
  complexity: 'N/A',
  flags: ['write', 'denyoom', 'admin'],
  docFlags: ['syscmd'],
  args: { subcommand: bytes({ sample: 'ENCODING' }), key: key('RW access') },
  examples: [
    ['PFADD visitors ann', '(integer) 1'],
    ['PFDEBUG ENCODING visitors', 'sparse'],
    ['PFDEBUG TODENSE visitors', '(integer) 1'],
    ['PFDEBUG ENCODING visitors', 'dense'],
  ],
  allocates: (call, args) => call.store.putBound(args.key, DENSE_BYTES) + call.strings.largeThreshold,
  run(call, args) {
    const { store, reply } = call;
    const word = call.text(args.subcommand).toUpperCase();
    if (word === 'SIMD') return reply.simple('disabled');
    const ref = store.write(args.key);
    if (ref === NO_REF) return call.fail(ERROR.keyMissing);
    if (store.records.type(ref) !== TYPE_STRING) return call.fail(ERROR.wrongType);
    if (!sketch.load(call, ref)) return call.fail(ERROR.hllInvalid);
    if (word === 'ENCODING') return reply.simple(sketch.isDense ? 'dense' : 'sparse');
    if (word === 'DECODE') {
      return sketch.isDense ? call.fail(ERROR.hllNotSparse) : reply.bulkLatin1(sketch.describe());
    }
    if (word !== 'GETREG' && word !== 'TODENSE') return reply.error(unknownPfdebug(call.text(args.subcommand)));
    const wasDense = sketch.isDense;
    if (!sketch.toDense()) return call.fail(ERROR.hllCorrupted);
    if (!wasDense) sketch.replace(call, args.key, ref);
    if (word === 'TODENSE') return reply.integer(wasDense ? 0 : 1);
    sketch.registers.fill(0);
    sketch.mergeInto(sketch.registers);
    reply.array(REGISTERS);
    for (let i = 0; i < REGISTERS; i++) reply.integer(sketch.registers[i]!);
  },
});
