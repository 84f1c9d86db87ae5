import { bytes, key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { openToRead, replyFieldValue } from './open-hash.ts';

export default command({
  name: 'hmget',
  summary: 'Gives the values of several fields of a hash.',
  since: '2.0.0',
  group: 'hash',
  complexity: 'O(N) where N is the number of fields in the request.',
  flags: ['readonly', 'fast'],
  args: { key: key('RO access'), field: repeat(bytes()) },
  examples: [
    ['HSET user name Ann age 30', '(integer) 2'],
    ['HMGET user name city', '1) "Ann"\n2) (nil)'],
  ],
  run(call, { key, field }) {
    if (!openToRead(call, key)) return;
    call.reply.array(field.count);
    for (let i = 0; i < field.count; i++) replyFieldValue(call, field.at(i));
    call.types.hashes.settle();
  },
});
