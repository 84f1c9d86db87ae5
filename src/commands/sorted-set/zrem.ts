import { bytes, key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { setToWrite, WRONG_TYPE } from './found-set.ts';

export default command({
  name: 'zrem',
  summary: 'Removes members from a sorted set.',
  since: '1.2.0',
  group: 'sorted-set',
  complexity: 'O(M*log(N)) where N is the number of members of the set and M the number of those to remove.',
  flags: ['write', 'fast'],
  history: [['2.4.0', 'Several members at once.']],
  args: { key: key('RW delete'), member: repeat(bytes()) },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    ['ZREM board ann eve', '(integer) 1'],
  ],
  run(call, { key, member }) {
    const record = setToWrite(call, key);
    if (record === WRONG_TYPE) return;
    if (record === NO_REF) return call.reply.integer(0);
    const { buf, argStart, argLen } = call.args;
    const edit = call.types.sortedSetEdit;
    edit.begin(key, record);
    let removed = 0;
    for (let i = 0; i < member.count; i++) {
      const at = member.at(i);
      if (edit.remove(buf, argStart[at]!, argLen[at]!)) removed++;
    }
    call.reply.integer(removed);
    if (removed > 0) edit.finish(EVENT.zrem, removed);
  },
});
