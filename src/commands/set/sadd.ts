import { bytes, key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { setToWrite, WRONG_TYPE } from './found-set.ts';

export default command({
  name: 'sadd',
  summary: 'Adds members to a set, which is created if there is none.',
  since: '1.0.0',
  group: 'set',
  complexity: 'O(1) for each member.',
  flags: ['write', 'denyoom', 'fast'],
  history: [['2.4.0', 'Several members at once.']],
  args: { key: key('RW insert'), members: repeat(bytes()) },
  examples: [
    ['SADD tags red blue red', '(integer) 2'],
    ['SADD tags blue green', '(integer) 1'],
  ],
  allocates(call, { key, members }) {
    const { argLen } = call.args;
    let bound = call.types.sets.changeBound(key);
    for (let i = 0; i < members.count; i++) bound += call.types.sets.addBound(argLen[members.at(i)]!);
    return bound;
  },
  run(call, { key, members }) {
    const { sets } = call.types;
    const { buf, argStart, argLen } = call.args;
    const first = members.first;
    const { count } = members;
    let record = setToWrite(call, key);
    if (record === WRONG_TYPE) return;
    if (record === NO_REF) record = sets.begin(key, buf, argStart[first]!, argLen[first]!, count);
    else if (count > 1) sets.expect(key, record, count);
    let added = 0;
    for (let i = 0; i < count; i++) {
      if (sets.add(key, record, buf, argStart[first + i]!, argLen[first + i]!)) added++;
    }
    if (added > 0) {
      call.store.changed(key, EVENT.sadd);
      if (added > 1) call.store.countMore(added - 1);
    }
    call.reply.integer(added);
  },
});
