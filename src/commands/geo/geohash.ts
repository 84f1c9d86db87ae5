import { key, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToRead, WRONG_TYPE } from '../sorted-set/found-set.ts';
import { scoreOf } from '../sorted-set/member-arguments.ts';
import { geohashText } from './grid.ts';

export default command({
  name: 'geohash',
  summary: 'Gives positions of an index as standard geohash texts.',
  since: '3.2.0',
  group: 'geo',
  complexity: 'O(1) for each member.',
  flags: ['readonly'],
  args: { key: key('RO access'), member: rest() },
  examples: [
    ['GEOADD sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania', '(integer) 2'],
    ['GEOHASH sicily Palermo Nowhere', '1) "sqc8b49rny0"\n2) (nil)'],
  ],
  run(call, { key, member }) {
    const record = setToRead(call, key);
    if (record === WRONG_TYPE) return;
    call.reply.array(member.count);
    for (let i = 0; i < member.count; i++) {
      const score = record === NO_REF ? Number.NaN : scoreOf(call, record, member.at(i));
      if (Number.isNaN(score)) call.reply.null();
      else call.reply.bulkLatin1(geohashText(score));
    }
  },
});
