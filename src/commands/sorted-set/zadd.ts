import { bytes, double, flag, flags, key, repeat } from '../../../protocol/command/grammar.ts';
import { NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { ADD_GT, ADD_LT, ADD_NX, ADD_XX, ADDED, UPDATED } from '../../store/collections/sorted-set-edit.ts';
import { EVENT } from '../../store/observers/events.ts';
import { addingBound, incrementScore } from './adding.ts';
import { setToWrite, WRONG_TYPE } from './found-set.ts';
import { longestMember } from './member-arguments.ts';

export default command({
  name: 'zadd',
  summary: 'Adds members with their scores to a sorted set, or changes the scores of those that are there.',
  since: '1.2.0',
  group: 'sorted-set',
  complexity: 'O(log(N)) for each member, where N is the number of members of the set.',
  flags: ['write', 'denyoom', 'fast'],
  history: [
    ['2.4.0', 'Several members at once.'],
    ['3.0.2', 'The options `XX`, `NX`, `CH` and `INCR`.'],
    ['6.2.0', 'The options `GT` and `LT`.'],
  ],
  args: {
    key: key('RW update'),
    condition: flags(['NX', 'XX'], { since: '3.0.2' }),
    comparison: flags(['GT', 'LT'], { since: '6.2.0' }),
    change: flag('CH', { since: '3.0.2' }),
    increment: flag('INCR', { since: '3.0.2' }),
    data: repeat({ score: double(), member: bytes() }),
  },
  examples: [
    ['ZADD board 10 ann 20 bob 30 cid', '(integer) 3'],
    ['ZADD board GT CH 5 ann 25 bob', '(integer) 1'],
    ['ZADD board INCR 1.5 ann', '"11.5"'],
  ],
  check(args) {
    const { nx, xx } = args.condition;
    const { gt, lt } = args.comparison;
    if (nx && xx) return ERROR.zaddNxXx;
    if ((gt && nx) || (lt && nx) || (gt && lt)) return ERROR.zaddGtLtNx;
    return args.increment && args.data.count > 1 ? ERROR.zaddIncr : NO_ERROR;
  },
  allocates: (call, { key, data }) => addingBound(call, key, data.first, data.count),
  run(call, args) {
    const { condition, comparison, data } = args;
    const options =
      (condition.nx ? ADD_NX : 0) |
      (condition.xx ? ADD_XX : 0) |
      (comparison.gt ? ADD_GT : 0) |
      (comparison.lt ? ADD_LT : 0);
    if (args.increment) return incrementScore(call, args.key, data.numbers[0]!, data.first + 1, options);
    const record = setToWrite(call, args.key);
    if (record === WRONG_TYPE) return;
    const { buf, argStart, argLen } = call.args;
    const edit = call.types.sortedSetEdit;
    if (record === NO_REF) edit.beginNew(args.key, data.count, longestMember(call, data));
    else edit.begin(args.key, record);
    let added = 0;
    let updated = 0;
    for (let i = 0; i < data.count; i++) {
      const member = data.at(i) + 1;
      const outcome = edit.add(data.numbers[i]!, options, buf, argStart[member]!, argLen[member]!);
      if (outcome === ADDED) added++;
      else if (outcome === UPDATED) updated++;
    }
    call.reply.integer(args.change ? added + updated : added);
    if (added + updated > 0) edit.finish(EVENT.zadd, added + updated);
  },
});
