import { integer, key, option, pattern, rest } from '../../../protocol/command/grammar.ts';
import { type Call, command } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { TYPE_SET } from '../../store/record.ts';
import { beginCollectionScan, fitsPattern } from '../generic/collection-scan.ts';
import { ScanOptions } from '../generic/scan-options.ts';
import { replyMember } from './member-replies.ts';
import { replyTablePart } from './scan-table.ts';

const options = new ScanOptions();

export default command({
  name: 'sscan',
  summary: 'Goes through the members of a set a few at a time; members that stay are met at least once.',
  since: '2.8.0',
  group: 'set',
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
    ['SADD tags red blue', '(integer) 2'],
    ['SSCAN tags 0 MATCH r*', '1) "0"\n2) 1) "red"'],
  ],
  run(call, { key }) {
    const record = beginCollectionScan(call, options, key, TYPE_SET);
    if (record === NO_REF) return;
    call.reply.array(2);
    if (call.types.sets.isTable(record)) replyTablePart(call, record, options);
    else replyWhole(call, record);
  },
});

/** Small sets are given as a whole. */
function replyWhole(call: Call, record: Ref): void {
  const walk = call.types.setWalk;
  call.reply.bulkInteger(0);
  const header = call.reply.deferred();
  let found = 0;
  walk.start(record);
  while (walk.next()) {
    if (!fitsPattern(call, options, walk.bytes, walk.at, walk.at + walk.length)) continue;
    replyMember(call);
    found++;
  }
  call.reply.resolveDeferred(header, 'array', found);
}
