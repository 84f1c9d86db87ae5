import { key, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToRead, WRONG_TYPE } from '../sorted-set/found-set.ts';
import { scoreOf } from '../sorted-set/member-arguments.ts';
import { replyPosition } from './search.ts';

export default command({
  name: 'geopos',
  summary: 'Gives longitude and latitude of positions of an index.',
  since: '3.2.0',
  group: 'geo',
  complexity: 'O(1) for each member.',
  flags: ['readonly'],
  args: { key: key('RO access'), member: rest() },
  examples: [
    ['GEOADD sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania', '(integer) 2'],
    ['GEOPOS sicily Palermo Nowhere', '1) 1) "13.361389338970184"\n   2) "38.1155563954963"\n2) (nil)'],
  ],
  run(call, { key, member }) {
    const record = setToRead(call, key);
    if (record === WRONG_TYPE) return;
    call.reply.array(member.count);
    for (let i = 0; i < member.count; i++) {
      const score = record === NO_REF ? Number.NaN : scoreOf(call, record, member.at(i));
      if (Number.isNaN(score)) call.reply.nullArray();
      else replyPosition(call, score);
    }
  },
});
