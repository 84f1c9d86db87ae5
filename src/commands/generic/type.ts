import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { typeName } from './type-names.ts';

export default command({
  name: 'type',
  summary: 'Names the type of the value that a key holds.',
  since: '1.0.0',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO') },
  examples: [
    ['SET a 1', 'OK'],
    ['TYPE a', 'string'],
    ['TYPE missing', 'none'],
  ],
  run(call, args) {
    const ref = call.store.readQuietly(args.key);
    call.reply.simple(ref === NO_REF ? 'none' : typeName(call.store.records.type(ref)));
  },
});
