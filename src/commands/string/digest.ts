import { key } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_STRING } from '../../store/record.ts';
import { digestOfLarge, digestText } from './digests.ts';

export default command({
  name: 'digest',
  summary: 'Gives the XXH3 digest of a string, as 16 hexadecimal digits.',
  since: '8.4.0',
  group: 'string',
  complexity: 'O(N) where N is the length of the value.',
  flags: ['readonly', 'fast'],
  args: { key: key('RO access') },
  examples: [
    ['SET greeting "Hello world"', 'OK'],
    ['DIGEST greeting', '"b6acb9d84a38ff74"'],
  ],
  run(call, args) {
    const { reply, store } = call;
    const ref = store.read(args.key);
    if (ref === NO_REF) return reply.null();
    if (store.records.type(ref) !== TYPE_STRING) return call.fail(ERROR.wrongType);
    if (!store.records.isLarge(ref)) return reply.bulkLatin1(digestText(call, ref));
    const object = store.records.largeRef(ref);
    call.unlocked.withObject(call, object, () => reply.bulkLatin1(digestOfLarge(call, object)));
  },
});
