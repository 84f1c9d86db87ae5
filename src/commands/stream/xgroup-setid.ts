import { bytes, integer, key, oneof, option, rest, token } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import {
  failArguments,
  groupId,
  groupOptions,
  readGroupId,
  readGroupOptions,
  requireNamedGroup,
  requireStream,
} from './group-argument.ts';

export default command({
  name: 'xgroup|setid',
  summary: 'Lets a consumer group go on reading behind another ID.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(1)',
  flags: ['write'],
  history: [['7.0.0', 'The option `ENTRIESREAD`.']],
  args: { key: key('RW update'), group: bytes(), id: bytes(), options: rest() },
  documentedArgs: {
    key: key('RW update'),
    group: bytes(),
    idSelector: oneof({ id: bytes({ sample: '0' }), newId: token('$') }),
    entriesread: option('ENTRIESREAD', integer({ display: 'entries-read' })),
  },
  examples: [
    ['XGROUP CREATE jobs workers $ MKSTREAM', 'OK'],
    ['XGROUP SETID jobs workers 0', 'OK'],
  ],
  run(call, args) {
    const { streams } = call.types;
    if (!readGroupOptions(call, args.options, false)) return;
    const root = requireStream(call, args.key);
    if (root === NO_REF) return;
    const group = requireNamedGroup(call, root, args.key, args.group);
    if (group === NO_REF) return;
    if (args.options.count !== 0 && args.options.count !== 2) return failArguments(call, 'xgroup');
    if (!readGroupId(call, root, args.id, true)) return;
    streams.groups.setLastId(group, groupId, 0);
    streams.progress.setRead(group, groupOptions.entriesRead);
    call.store.changed(args.key, EVENT.xgroupSetId);
    call.reply.ok();
  },
});
