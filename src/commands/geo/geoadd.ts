import { bytes, double, flag, key, oneof, optional, repeat } from '../../../protocol/command/grammar.ts';
import { invalidPosition } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { ADD_NX, ADD_XX, ADDED, UPDATED } from '../../store/collections/sorted-set-edit.ts';
import { EVENT } from '../../store/observers/events.ts';
import { addingBound } from '../sorted-set/adding.ts';
import { setToWrite, WRONG_TYPE } from '../sorted-set/found-set.ts';
import { longestMember } from '../sorted-set/member-arguments.ts';
import { encode, isOnMap } from './grid.ts';

export default command({
  name: 'geoadd',
  summary: 'Adds positions with their names to an index, which is a sorted set, or moves those that are there.',
  since: '3.2.0',
  group: 'geo',
  complexity: 'O(log(N)) for each position, where N is the number of positions in the index.',
  flags: ['write', 'denyoom'],
  history: [['6.2.0', 'The options `CH`, `NX` and `XX`.']],
  args: {
    key: key('RW update'),
    condition: optional(oneof(['NX', 'XX'], { since: '6.2.0' })),
    change: flag('CH', { since: '6.2.0' }),
    data: repeat({ longitude: double(), latitude: double(), member: bytes() }),
  },
  examples: [
    ['GEOADD sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania', '(integer) 2'],
    ['GEOADD sicily CH 13.4 38.1 Palermo', '(integer) 1'],
  ],
  allocates: (call, { key, data }) => addingBound(call, key, data.first, data.count),
  run(call, { key, condition, change, data }) {
    for (let i = 0; i < data.count; i++) {
      const longitude = data.numbers[i * 2]!;
      const latitude = data.numbers[i * 2 + 1]!;
      if (!isOnMap(longitude, latitude)) return call.reply.error(invalidPosition(longitude, latitude));
    }
    const record = setToWrite(call, key);
    if (record === WRONG_TYPE) return;
    const { buf, argStart, argLen } = call.args;
    const options = condition === 'NX' ? ADD_NX : condition === 'XX' ? ADD_XX : 0;
    const edit = call.types.sortedSetEdit;
    if (record === NO_REF) edit.beginNew(key, data.count, longestMember(call, data));
    else edit.begin(key, record);
    let added = 0;
    let moved = 0;
    for (let i = 0; i < data.count; i++) {
      const score = encode(data.numbers[i * 2]!, data.numbers[i * 2 + 1]!);
      const member = data.at(i) + 2;
      const outcome = edit.add(score, options, buf, argStart[member]!, argLen[member]!);
      if (outcome === ADDED) added++;
      else if (outcome === UPDATED) moved++;
    }
    call.reply.integer(change ? added + moved : added);
    if (added + moved > 0) edit.finish(EVENT.zadd, added + moved);
  },
});
