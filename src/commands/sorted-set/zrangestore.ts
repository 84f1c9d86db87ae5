import { bytes, key } from '../../../protocol/command/grammar.ts';
import { NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { addingBound } from './adding.ts';
import { setToRead, WRONG_TYPE } from './found-set.ts';
import { byOf, checkRange, documentedRange, rangeOptions } from './range-answer.ts';
import { BY_RANK, SetRange } from './set-range.ts';
import { copyRange, storeResult } from './stored-result.ts';

const range = new SetRange();

export default command({
  name: 'zrangestore',
  summary: 'Stores the members of a range of ranks, scores or members as another sorted set.',
  since: '6.2.0',
  group: 'sorted-set',
  complexity: 'O(log(N)+M) where N is the number of members of the set and M the number of those stored.',
  flags: ['write', 'denyoom'],
  args: { dst: key('OW update'), src: key('RO access'), min: bytes(), max: bytes(), ...rangeOptions() },
  documentedArgs: { dst: key('OW update'), src: key('RO access'), min: bytes(), max: bytes(), ...documentedRange() },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    ['ZRANGESTORE top board 0 1 REV', '(integer) 2'],
    ['ZRANGE top 0 -1', '1) "bob"\n2) "cid"'],
  ],
  check: ({ sortby, limit }) => checkRange(byOf(sortby), limit, false),
  allocates: (call, { dst }) => addingBound(call, dst, 1, 0),
  run(call, { dst, src, min, max, sortby, rev, limit }) {
    const by = byOf(sortby);
    const error = range.read(call, by, min, max, rev !== undefined);
    if (error !== NO_ERROR) return call.fail(error);
    if (limit !== undefined) range.limit(limit.offset, limit.count);
    const record = setToRead(call, src);
    if (record === WRONG_TYPE) return;
    const edit = call.types.sortedSetEdit;
    let stored = 0;
    if (record !== NO_REF) {
      range.find(call, record);
      stored = range.to - range.from;
      edit.beginNew(dst, by === BY_RANK ? stored : 0, 0);
      if (stored > 0) copyRange(call, record, range.from, range.to);
    }
    storeResult(call, dst, stored, EVENT.zrangestore);
  },
});
