import { key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { TYPE_STRING } from '../../store/record.ts';

export default command({
  name: 'mget',
  summary: 'Gives the values of several string keys, all of the same moment; nil for what is no string.',
  since: '1.0.0',
  group: 'string',
  complexity: 'O(N) where N is the number of keys.',
  flags: ['readonly', 'fast'],
  tips: ['request_policy:multi_shard'],
  args: { keys: repeat(key('RO access')) },
  examples: [
    ['MSET a 1 b 2', 'OK'],
    ['MGET a b c', '1) "1"\n2) "2"\n3) (nil)'],
  ],
  run(call, { keys }) {
    const { reply, store } = call;
    reply.array(keys.count);
    for (let i = 0; i < keys.count; i++) {
      const ref = store.read(keys.at(i));
      if (ref !== NO_REF && store.records.type(ref) === TYPE_STRING) call.replyString(ref);
      else reply.null();
    }
  },
});
