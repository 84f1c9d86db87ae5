import { bytes, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { isSameKey } from '../generic/same-key.ts';
import { setToWrite, WRONG_TYPE } from './found-set.ts';

export default command({
  name: 'smove',
  summary: 'Moves a member from one set to another.',
  since: '1.0.0',
  group: 'set',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  args: { source: key('RW access delete'), destination: key('RW insert'), member: bytes() },
  examples: [
    ['SADD todo write test', '(integer) 2'],
    ['SMOVE todo done write', '(integer) 1'],
    ['SMEMBERS done', '1) "write"'],
  ],
  run(call, { source, destination, member }) {
    const { store, reply } = call;
    const { sets } = call.types;
    const { buf, argStart, argLen } = call.args;
    const start = argStart[member]!;
    const length = argLen[member]!;
    const from = setToWrite(call, source);
    if (from === WRONG_TYPE) return;
    if (from === NO_REF) return reply.integer(0);
    let to = setToWrite(call, destination);
    if (to === WRONG_TYPE) return;
    if (isSameKey(call, source, destination)) return reply.integer(sets.contains(from, buf, start, length) ? 1 : 0);
    if (!sets.remove(source, from, buf, start, length)) return reply.integer(0);
    store.changed(source, EVENT.srem);
    sets.dropEmpty(source, from);
    if (to === NO_REF) to = sets.begin(destination, buf, start, length, 1);
    if (sets.add(destination, to, buf, start, length)) store.changed(destination, EVENT.sadd);
    reply.integer(1);
  },
});
