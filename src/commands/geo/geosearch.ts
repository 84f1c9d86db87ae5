import { key, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { setToRead, WRONG_TYPE } from '../sorted-set/found-set.ts';
import { search } from './search.ts';
import { byWords, countBlock, fromWords, orderWords, withFlags } from './search-grammar.ts';
import { SearchRequest, TAKES_SHAPE } from './search-request.ts';

const request = new SearchRequest();

export default command({
  name: 'geosearch',
  summary: 'Finds the positions inside a circle or a box.',
  since: '6.2.0',
  group: 'geo',
  complexity:
    'O(N+log(M)) where N is the number of positions in the cells around the shape and M that of those inside it.',
  flags: ['readonly'],
  history: [['7.0.0', 'Units in any case.']],
  arity: -7,
  documentedArgs: {
    key: key('RO access'),
    from: fromWords(),
    by: byWords(),
    order: orderWords(),
    countBlock: countBlock(),
    ...withFlags(),
  },
  args: { key: key('RO access'), all: rest() },
  examples: [
    ['GEOADD sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania', '(integer) 2'],
    ['GEOSEARCH sicily FROMLONLAT 15 37 BYRADIUS 200 km ASC', '1) "Catania"\n2) "Palermo"'],
    ['GEOSEARCH sicily FROMMEMBER Catania BYBOX 400 200 km COUNT 1 WITHDIST', '1) 1) "Catania"\n   2) "0.0000"'],
  ],
  run(call, { key, all }) {
    const index = setToRead(call, key);
    if (index === WRONG_TYPE) return;
    request.begin(call, index);
    if (request.readOptions(all.first, TAKES_SHAPE) && request.check('GEOSEARCH', '', TAKES_SHAPE)) {
      search(call, index, request, EVENT.none);
    } else call.reply.error(request.error);
  },
});
