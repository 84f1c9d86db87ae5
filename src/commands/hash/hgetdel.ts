import { key, rest } from '../../../protocol/command/grammar.ts';
import { NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { FieldList } from './field-list.ts';
import { documentedFields } from './field-times.ts';
import { openToWrite, replyValue } from './open-hash.ts';

const fields = new FieldList();

export default command({
  name: 'hgetdel',
  summary: 'Gives the values of fields of a hash and deletes the fields, and the key with the last one.',
  since: '8.0.0',
  group: 'hash',
  complexity: 'O(N) where N is the number of fields in the request.',
  flags: ['write', 'fast'],
  arity: -5,
  args: { key: key('RW access delete'), all: rest() },
  documentedArgs: documentedFields('RW access delete'),
  examples: [
    ['HSET user name Ann age 30', '(integer) 2'],
    ['HGETDEL user FIELDS 2 age city', '1) "30"\n2) (nil)'],
    ['HGET user age', '(nil)'],
  ],
  run(call, { key }) {
    if (!openToWrite(call, key)) return;
    const error = fields.read(call, 2);
    if (error !== NO_ERROR) return call.fail(error);
    const { hashes } = call.types;
    let deleted = 0;
    call.reply.array(fields.count);
    for (let i = 0; i < fields.count; i++) {
      if (!hashes.find(fields.at(i))) {
        call.reply.null();
        continue;
      }
      replyValue(call);
      hashes.remove();
      deleted++;
    }
    if (deleted > 0) hashes.changed(EVENT.hdel, deleted);
    hashes.settle();
  },
});
