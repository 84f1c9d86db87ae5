import {
  bytes,
  counted,
  integer,
  key,
  oneof,
  optional,
  rest,
  token,
  unixTime,
} from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY } from '../../store/record.ts';
import { GetExRequest, KEEP } from './get-ex-request.ts';
import { openToWrite, replyValue } from './open-hash.ts';

const request = new GetExRequest();
const documentedKey = () => key('RW access update');

export default command({
  name: 'hgetex',
  summary: 'Gives the values of fields of a hash and sets or ends their time to live.',
  since: '8.0.0',
  group: 'hash',
  complexity: 'O(N) where N is the number of fields in the request.',
  flags: ['write', 'fast'],
  keyNotes: ['RW and UPDATE because it changes the TTL'],
  arity: -5,
  args: { key: documentedKey(), all: rest() },
  documentedArgs: {
    key: documentedKey(),
    expiration: optional(
      oneof({
        seconds: token('EX', integer()),
        milliseconds: token('PX', integer()),
        'unix-time-seconds': token('EXAT', unixTime()),
        'unix-time-milliseconds': token('PXAT', unixTime()),
        persist: token('PERSIST'),
      }),
    ),
    fields: token('FIELDS', counted(bytes(), { count: 'numfields' })),
  },
  examples: [
    ['HSET user name Ann', '(integer) 1'],
    ['HGETEX user EX 60 FIELDS 2 name city', '1) "Ann"\n2) (nil)'],
    ['HTTL user FIELDS 1 name', '1) (integer) 60'],
  ],
  run(call, { key }) {
    if (!openToWrite(call, key) || !request.read(call)) return;
    const { hashes } = call.types;
    const { fields, expiresAt } = request;
    if (expiresAt !== KEEP) hashes.expectTimes();
    const isOver = expiresAt >= 0 && expiresAt <= call.now();
    let changed = 0;
    call.reply.array(fields.count);
    for (let i = 0; i < fields.count; i++) {
      if (!hashes.find(fields.at(i))) {
        call.reply.null();
        continue;
      }
      replyValue(call);
      if (expiresAt === KEEP || (expiresAt === NO_EXPIRY && hashes.field.expiresAt === NO_EXPIRY)) continue;
      changed++;
      if (isOver) hashes.remove();
      else hashes.setExpiry(expiresAt);
    }
    if (changed > 0) {
      hashes.changed(isOver ? EVENT.hdel : expiresAt === NO_EXPIRY ? EVENT.hpersist : EVENT.hexpire, changed);
    }
    hashes.settle();
  },
});
