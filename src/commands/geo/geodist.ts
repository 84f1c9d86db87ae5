import { bytes, key, optional } from '../../../protocol/command/grammar.ts';
import { formatFixed } from '../../../protocol/resp/doubles.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToRead, WRONG_TYPE } from '../sorted-set/found-set.ts';
import { scoreOf } from '../sorted-set/member-arguments.ts';
import { decode } from './grid.ts';
import { unitWords } from './search-grammar.ts';
import { distance } from './sphere.ts';
import { unitOf } from './units.ts';

export default command({
  name: 'geodist',
  summary: 'Gives the distance between two positions of an index.',
  since: '3.2.0',
  group: 'geo',
  complexity: 'O(1)',
  flags: ['readonly'],
  documentedArgs: { key: key('RO access'), member1: bytes(), member2: bytes(), unit: optional(unitWords()) },
  args: { key: key('RO access'), member1: bytes(), member2: bytes(), unit: optional(bytes({ sample: 'km' })) },
  examples: [
    ['GEOADD sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania', '(integer) 2'],
    ['GEODIST sicily Palermo Catania km', '"166.2742"'],
  ],
  run(call, { key, member1, member2, unit }) {
    const metres = unit === undefined ? 1 : unitOf(call, unit);
    if (metres === undefined) return call.fail(ERROR.geoUnit);
    const record = setToRead(call, key);
    if (record === WRONG_TYPE) return;
    const first = record === NO_REF ? Number.NaN : scoreOf(call, record, member1);
    const second = record === NO_REF ? Number.NaN : scoreOf(call, record, member2);
    if (Number.isNaN(first) || Number.isNaN(second)) return call.reply.null();
    const a = decode(first);
    const b = decode(second);
    const apart = distance(a.longitude, a.latitude, b.longitude, b.latitude);
    call.reply.bulkLatin1(formatFixed(apart / metres, 4));
  },
});
