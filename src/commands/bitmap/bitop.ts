import { key, oneof, repeat } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { TYPE_STRING } from '../../store/record.ts';
import { AND, NOT, type Operation, OR, XOR } from './combine-bits.ts';
import { storeCombined } from './combined-strings.ts';

const OPERATIONS: Readonly<Record<'AND' | 'OR' | 'XOR' | 'NOT', Operation>> = { AND, OR, XOR, NOT };

export default command({
  name: 'bitop',
  summary: 'Combines strings bit by bit and stores the result; short ones count as if they ended in zeros.',
  since: '2.6.0',
  group: 'bitmap',
  complexity: 'O(N) where N is the length of all strings together.',
  flags: ['write', 'denyoom'],
  args: {
    operation: oneof(['AND', 'OR', 'XOR', 'NOT']),
    destkey: key('OW update'),
    keys: repeat(key('RO access')),
  },
  examples: [
    ['MSET a abc b "\\xff\\x00"', 'OK'],
    ['BITOP AND both a b', '(integer) 3'],
    ['GET both', '"a\\x00\\x00"'],
  ],
  allocates: (call, args) => call.store.putBound(args.destkey, call.strings.largeThreshold),
  run(call, { operation, destkey, keys }) {
    const { store, reply } = call;
    if (operation === 'NOT' && keys.count !== 1) return call.fail(ERROR.bitopNot);
    let length = 0;
    for (let i = 0; i < keys.count; i++) {
      const ref = store.read(keys.at(i));
      if (ref === NO_REF) continue;
      if (store.records.type(ref) !== TYPE_STRING) return call.fail(ERROR.wrongType);
      length = Math.max(length, call.strings.length(ref));
    }
    const existing = store.peek(destkey);
    if (length === 0) {
      if (existing !== NO_REF) store.delete(destkey, existing);
      return reply.integer(0);
    }
    storeCombined(call, OPERATIONS[operation], destkey, existing, keys, length);
    store.observers.note(destkey, EVENT.set);
    reply.integer(length);
  },
});
