import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';

export default command({
  name: 'object|encoding',
  summary: 'Names the form in which a value is kept, in the words of Redis.',
  since: '2.2.3',
  group: 'generic',
  complexity: 'O(1)',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  args: { key: key('RO') },
  examples: [
    ['MSET a 123 b text', 'OK'],
    ['OBJECT ENCODING a', '"int"'],
    ['OBJECT ENCODING b', '"embstr"'],
  ],
  run(call, args) {
    const { store, reply } = call;
    const ref = store.inspect(args.key);
    if (ref === NO_REF) return reply.null();
    reply.bulkLatin1(call.types.encodingName(ref));
  },
});
