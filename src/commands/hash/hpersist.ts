import { rest } from '../../../protocol/command/grammar.ts';
import { NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY } from '../../store/record.ts';
import { expiringKey } from './expire-fields.ts';
import { FieldList } from './field-list.ts';
import { documentedFields } from './field-times.ts';
import { openToWrite } from './open-hash.ts';

const fields = new FieldList();

export default command({
  name: 'hpersist',
  summary:
    'Ends the time to live of fields of a hash: 1 for each that had one, -1 if it had none, -2 for no such field.',
  since: '7.4.0',
  group: 'hash',
  complexity: 'O(N) where N is the number of fields in the request.',
  flags: ['write', 'fast'],
  arity: -5,
  args: { key: expiringKey(), all: rest() },
  documentedArgs: documentedFields('RW update'),
  examples: [
    ['HSET user name Ann age 30', '(integer) 2'],
    ['HEXPIRE user 60 FIELDS 1 age', '1) (integer) 1'],
    ['HPERSIST user FIELDS 3 age name city', '1) (integer) 1\n2) (integer) -1\n3) (integer) -2'],
  ],
  run(call, { key }) {
    if (!openToWrite(call, key)) return;
    const error = fields.read(call, 2);
    if (error !== NO_ERROR) return call.fail(error);
    const { hashes } = call.types;
    let persisted = false;
    call.reply.array(fields.count);
    for (let i = 0; i < fields.count; i++) {
      if (!hashes.hasLive(fields.at(i))) call.reply.integer(-2);
      else if (hashes.field.expiresAt === NO_EXPIRY) call.reply.integer(-1);
      else {
        hashes.setExpiry(NO_EXPIRY);
        persisted = true;
        call.reply.integer(1);
      }
    }
    if (persisted) hashes.changed(EVENT.hpersist);
    hashes.settle();
  },
});
