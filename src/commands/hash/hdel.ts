import { bytes, key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { openToWrite } from './open-hash.ts';

export default command({
  name: 'hdel',
  summary: 'Deletes fields of a hash, and the key with its last field.',
  since: '2.0.0',
  group: 'hash',
  complexity: 'O(N) where N is the number of fields in the request.',
  flags: ['write', 'fast'],
  history: [['2.4.0', 'Several fields.']],
  args: { key: key('RW delete'), field: repeat(bytes()) },
  examples: [
    ['HSET user name Ann age 30', '(integer) 2'],
    ['HDEL user name age city', '(integer) 2'],
    ['EXISTS user', '(integer) 0'],
  ],
  run(call, { key, field }) {
    if (!openToWrite(call, key)) return;
    const { hashes } = call.types;
    let deleted = 0;
    for (let i = 0; i < field.count && (deleted === 0 || hashes.fields() > 0); i++) {
      if (!hashes.findAny(field.at(i))) continue;
      hashes.remove();
      deleted++;
    }
    if (deleted > 0) {
      hashes.changed(EVENT.hdel, deleted);
      hashes.settle();
    }
    call.reply.integer(deleted);
  },
});
