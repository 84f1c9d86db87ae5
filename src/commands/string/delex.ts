import { key, oneof, optional, rest } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_STRING } from '../../store/record.ts';
import { RUN_AGAIN } from '../../store/unlocked-work.ts';
import { BAD_DIGEST, checkValue, conditionNamed, MET, UNKNOWN, valueConditions } from './value-condition.ts';

export default command({
  name: 'delex',
  summary: 'Deletes a key, if its value or the digest of its value is, or is not, the one that is given.',
  since: '8.4.0',
  group: 'string',
  complexity: 'O(1) without a condition, O(N) with one, where N is the length of the value.',
  flags: ['write', 'fast'],
  // A condition is only read when there is a string that it could hold for.
  args: { key: key('RW delete variable_flags'), condition: rest() },
  documentedArgs: { key: key('RW delete variable_flags'), condition: optional(oneof(valueConditions)) },
  keysIn: ({ length }) => [{ at: 1, access: length === 2 ? 'RM delete' : 'RW access delete' }],
  examples: [
    ['SET lock mine', 'OK'],
    ['DELEX lock IFEQ yours', '(integer) 0'],
    ['DELEX lock IFEQ mine', '(integer) 1'],
  ],
  run(call, { key, condition }) {
    const { store, reply } = call;
    if (condition.count !== 0 && condition.count !== 2) return call.fail(ERROR.wrongArity, 'delex');
    const ref = condition.count === 0 ? store.peek(key) : store.read(key);
    if (ref === NO_REF) return reply.integer(0);
    if (condition.count === 2) {
      if (store.records.type(ref) !== TYPE_STRING) return call.fail(ERROR.delexType);
      const is = conditionNamed(call.text(condition.at(0)));
      if (is === undefined) return call.fail(ERROR.delexCondition);
      const outcome = checkValue(call, ref, { is, value: condition.at(1) });
      if (outcome === UNKNOWN) return RUN_AGAIN;
      if (outcome === BAD_DIGEST) return call.fail(ERROR.digestFormat);
      if (outcome !== MET) return reply.integer(0);
    }
    store.delete(key, ref);
    reply.integer(1);
  },
});
