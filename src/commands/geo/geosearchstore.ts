import { flag, key, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { addingBound } from '../sorted-set/adding.ts';
import { setToRead, WRONG_TYPE } from '../sorted-set/found-set.ts';
import { search } from './search.ts';
import { byWords, countBlock, fromWords, orderWords } from './search-grammar.ts';
import { SearchRequest, TAKES_SHAPE, TAKES_STORE_DISTANCE } from './search-request.ts';

const request = new SearchRequest();
const TAKES = TAKES_SHAPE | TAKES_STORE_DISTANCE;

export default command({
  name: 'geosearchstore',
  summary: 'Stores the positions inside a circle or a box as another index.',
  since: '6.2.0',
  group: 'geo',
  complexity:
    'O(N+log(M)) where N is the number of positions in the cells around the shape and M that of those inside it.',
  flags: ['write', 'denyoom'],
  history: [['7.0.0', 'Units in any case.']],
  arity: -8,
  documentedArgs: {
    destination: key('OW update'),
    source: key('RO access'),
    from: fromWords(),
    by: byWords(),
    order: orderWords(),
    countBlock: countBlock(),
    storedist: flag('STOREDIST'),
  },
  args: { destination: key('OW update'), source: key('RO access'), all: rest() },
  examples: [
    ['GEOADD sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania', '(integer) 2'],
    ['GEOSEARCHSTORE near sicily FROMLONLAT 15 37 BYRADIUS 100 km', '(integer) 1'],
    ['ZRANGE near 0 -1', '1) "Catania"'],
  ],
  allocates: (call, { destination }) => addingBound(call, destination, 1, 0),
  run(call, { destination, source, all }) {
    const index = setToRead(call, source);
    if (index === WRONG_TYPE) return;
    request.begin(call, index);
    request.storeKey = destination;
    if (request.readOptions(all.first, TAKES) && request.check('GEOSEARCHSTORE', 'GEOSEARCHSTORE', TAKES)) {
      search(call, index, request, EVENT.geosearchstore);
    } else call.reply.error(request.error);
  },
});
