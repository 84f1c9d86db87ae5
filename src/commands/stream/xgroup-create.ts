import { bytes, flag, integer, key, oneof, option, rest, token } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { failArguments, groupId, groupOptions, readGroupId, readGroupOptions } from './group-argument.ts';
import { groupNamed, isTooLong, OTHER_TYPE, writeStream } from './stream-lookup.ts';

/** MKSTREAM ENTRIESREAD n: Redis counts them. */
const MOST_OPTION_WORDS = 3;

export default command({
  name: 'xgroup|create',
  summary: 'Makes a consumer group of a stream, which begins to read behind an ID.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(1)',
  flags: ['write', 'denyoom'],
  history: [['7.0.0', 'The option `ENTRIESREAD`.']],
  args: { key: key('RW insert'), group: bytes(), id: bytes(), options: rest() },
  documentedArgs: {
    key: key('RW insert'),
    group: bytes(),
    idSelector: oneof({ id: bytes({ sample: '0' }), newId: token('$') }),
    mkstream: flag('MKSTREAM'),
    entriesread: option('ENTRIESREAD', integer({ display: 'entries-read' })),
  },
  examples: [
    ['XGROUP CREATE jobs workers $ MKSTREAM', 'OK'],
    ['XGROUP CREATE jobs workers $', '(error) BUSYGROUP Consumer Group name already exists'],
  ],
  allocates: (call, args) => call.types.streams.groupBound(args.key, args.group),
  run(call, args) {
    const { streams } = call.types;
    if (!readGroupOptions(call, args.options, true)) return;
    let root = writeStream(call, args.key);
    if (root === OTHER_TYPE) return;
    if (root === NO_REF && !groupOptions.mkStream) return call.fail(ERROR.groupNeedsKey);
    if (args.options.count > MOST_OPTION_WORDS) return failArguments(call, 'xgroup');
    if (!readGroupId(call, root, args.id, false) || isTooLong(call, args.group)) return;
    if (root === NO_REF) {
      root = streams.create(args.key);
      call.store.changed(args.key);
    }
    if (groupNamed(call, root, args.group) !== NO_REF) return call.fail(ERROR.busyGroup);
    streams.createGroup(args.key, root, args.group, groupId, groupOptions.entriesRead);
    call.store.changed(args.key, EVENT.xgroupCreate);
    call.reply.ok();
  },
});
