import { bytes, double, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { addingBound } from '../sorted-set/adding.ts';
import { answerRadius } from './radius-answer.ts';
import { countBlock, orderWords, radiusKeys, radiusTail, storeWords, unitWords, withFlags } from './search-grammar.ts';
import { TAKES_STORE_KEY } from './search-request.ts';

export default command({
  name: 'georadiusbymember',
  summary: 'Finds the positions inside a circle around another one of the index, and may store them.',
  since: '3.2.0',
  group: 'geo',
  complexity:
    'O(N+log(M)) where N is the number of positions in the cells around the circle and M that of those inside it.',
  flags: ['write', 'denyoom'],
  deprecated: {
    since: '6.2.0',
    replacedBy: '`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments',
  },
  history: [
    ['6.2.0', 'The option `ANY` of `COUNT`.'],
    ['7.0.0', 'Units in any case.'],
  ],
  keySpecs: radiusKeys(5),
  documentedArgs: {
    key: key('RO access'),
    member: bytes(),
    radius: double(),
    unit: unitWords(),
    ...withFlags(),
    countBlock: countBlock(),
    order: orderWords(),
    store: storeWords(),
  },
  args: {
    key: key('RO access'),
    member: bytes(),
    radius: bytes({ sample: '200' }),
    unit: bytes({ sample: 'km' }),
    tail: radiusTail(),
  },
  examples: [
    ['GEOADD sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania', '(integer) 2'],
    ['GEORADIUSBYMEMBER sicily Catania 100 km', '1) "Catania"'],
  ],
  allocates: (call, { key }) => addingBound(call, key, 1, 0),
  run: (call, { key, member, radius }) => answerRadius(call, key, member, radius, true, TAKES_STORE_KEY),
});
