import { bytes, double, key, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { answerRadius } from './radius-answer.ts';
import { countBlock, orderWords, unitWords, withFlags } from './search-grammar.ts';

export default command({
  name: 'georadiusbymember_ro',
  summary: 'Finds the positions inside a circle around another one of the index.',
  since: '3.2.10',
  group: 'geo',
  complexity:
    'O(N+log(M)) where N is the number of positions in the cells around the circle and M that of those inside it.',
  flags: ['readonly'],
  deprecated: { since: '6.2.0', replacedBy: '`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments' },
  history: [
    ['6.2.0', 'The option `ANY` of `COUNT`.'],
    ['7.0.0', 'Units in any case.'],
  ],
  documentedArgs: {
    key: key('RO access'),
    member: bytes(),
    radius: double(),
    unit: unitWords(),
    ...withFlags(),
    countBlock: countBlock(),
    order: orderWords(),
  },
  args: {
    key: key('RO access'),
    member: bytes(),
    radius: bytes({ sample: '200' }),
    unit: bytes({ sample: 'km' }),
    all: rest(),
  },
  examples: [
    ['GEOADD sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania', '(integer) 2'],
    ['GEORADIUSBYMEMBER_RO sicily Catania 100 km', '1) "Catania"'],
  ],
  run: (call, { key, member, radius }) => answerRadius(call, key, member, radius, true, 0),
});
