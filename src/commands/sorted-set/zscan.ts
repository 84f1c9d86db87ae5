import { integer, key, option, pattern, rest } from '../../../protocol/command/grammar.ts';
import { type Call, command } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { ZSET_LISTPACK } from '../../store/collections/sorted-sets.ts';
import { TYPE_ZSET } from '../../store/record.ts';
import { beginCollectionScan, fitsPattern } from '../generic/collection-scan.ts';
import { ScanOptions } from '../generic/scan-options.ts';
import { replyFullScore, replyShortScore } from './scanned-scores.ts';

const options = new ScanOptions();

export default command({
  name: 'zscan',
  summary: 'Goes through the members of a sorted set a few at a time; members that stay are met at least once.',
  since: '2.8.0',
  group: 'sorted-set',
  complexity: 'O(1) for each call, O(N) for a whole iteration, where N is the number of members.',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  arity: -3,
  args: { key: key('RO access'), all: rest() },
  documentedArgs: {
    key: key('RO access'),
    cursor: integer(),
    pattern: option('MATCH', pattern()),
    count: option('COUNT', integer()),
  },
  examples: [
    ['ZADD board 10 ann 20 bob', '(integer) 2'],
    ['ZSCAN board 0 MATCH a*', '1) "0"\n2) 1) "ann"\n   2) "10"'],
  ],
  run(call, { key }) {
    const record = beginCollectionScan(call, options, key, TYPE_ZSET);
    if (record === NO_REF) return;
    const { records } = call.store;
    const root = records.rootRef(record);
    call.reply.array(2);
    if (records.encoding(record) === ZSET_LISTPACK) scanAll(call, root);
    else scanSome(call, root);
  },
});

/** Small sets are given as a whole. */
function scanAll(call: Call, root: Ref): void {
  const { sortedSets, sortedSetWalk } = call.types;
  call.reply.bulkInteger(0);
  const header = call.reply.deferred();
  let found = 0;
  sortedSetWalk.up(ZSET_LISTPACK, root, 0);
  for (let left = sortedSets.count(ZSET_LISTPACK, root); left > 0; left--) {
    sortedSetWalk.next();
    if (!replyIfFits(call)) continue;
    replyShortScore(call, sortedSetWalk.score);
    found++;
  }
  call.reply.resolveDeferred(header, 'array', found * 2);
}

function scanSome(call: Call, root: Ref): void {
  const { sortedSets, sortedSetWalk } = call.types;
  const scan = sortedSets.scan(root, options.cursor, options.count);
  call.reply.bulkInteger(sortedSets.nextCursor);
  const header = call.reply.deferred();
  let found = 0;
  for (let i = 0; i < scan; i++) {
    sortedSetWalk.meet(sortedSets.scanned[i]! as Ref);
    if (!replyIfFits(call)) continue;
    replyFullScore(call, sortedSetWalk.score);
    found++;
  }
  call.reply.resolveDeferred(header, 'array', found * 2);
}

/** @returns whether the member that was met fits the pattern; it is then replied */
function replyIfFits(call: Call): boolean {
  const { bytes, start, end } = call.types.sortedSetWalk;
  const fits = fitsPattern(call, options, bytes, start, end);
  if (fits) call.reply.bulk(bytes, start, end);
  return fits;
}
