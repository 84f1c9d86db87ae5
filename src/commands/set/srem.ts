import { bytes, key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { setToWrite, WRONG_TYPE } from './found-set.ts';

export default command({
  name: 'srem',
  summary: 'Removes members from a set, which is deleted with the last one.',
  since: '1.0.0',
  group: 'set',
  complexity: 'O(1) for each member.',
  flags: ['write', 'fast'],
  history: [['2.4.0', 'Several members at once.']],
  args: { key: key('RW delete'), members: repeat(bytes()) },
  examples: [
    ['SADD tags red blue', '(integer) 2'],
    ['SREM tags red green', '(integer) 1'],
  ],
  run(call, { key, members }) {
    const { sets } = call.types;
    const { buf, argStart, argLen } = call.args;
    const record = setToWrite(call, key);
    if (record === WRONG_TYPE) return;
    if (record === NO_REF) return call.reply.integer(0);
    let removed = 0;
    for (let i = 0; i < members.count; i++) {
      const member = members.first + i;
      if (!sets.remove(key, record, buf, argStart[member]!, argLen[member]!)) continue;
      removed++;
      if (sets.size(record) === 0) break;
    }
    if (removed > 0) {
      call.store.changed(key, EVENT.srem);
      call.store.countMore(removed - 1);
      sets.dropEmpty(key, record);
    }
    call.reply.integer(removed);
  },
});
