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
  value,
} from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { openToWrite } from './open-hash.ts';
import { SetExRequest } from './set-ex-request.ts';
import { isMet, setExpiring } from './set-expiring.ts';

const request = new SetExRequest();
const documentedKey = () => key('RW update');

export default command({
  name: 'hsetex',
  summary: 'Sets fields of a hash with a time to live, if none (FNX) or all (FXX) of them are there.',
  since: '8.0.0',
  group: 'hash',
  complexity: 'O(N) where N is the number of fields in the request.',
  flags: ['write', 'denyoom', 'fast'],
  arity: -6,
  args: { key: documentedKey(), all: rest() },
  documentedArgs: {
    key: documentedKey(),
    condition: optional(oneof(['FNX', 'FXX'])),
    expiration: optional(
      oneof({
        seconds: token('EX', integer()),
        milliseconds: token('PX', integer()),
        'unix-time-seconds': token('EXAT', unixTime()),
        'unix-time-milliseconds': token('PXAT', unixTime()),
        keepttl: token('KEEPTTL'),
      }),
    ),
    fields: token('FIELDS', counted({ field: bytes(), value: value() }, { count: 'numfields' })),
  },
  examples: [
    ['HSETEX user EX 60 FIELDS 1 name Ann', '(integer) 1'],
    ['HTTL user FIELDS 1 name', '1) (integer) 60'],
    ['HSETEX user FNX FIELDS 2 name Bob age 30', '(integer) 0'],
  ],
  allocates(call, args) {
    const { hashes } = call.types;
    let bound = hashes.changeBound(args.key);
    for (let i = 0; i < args.all.count; i++) bound += hashes.fieldBound(args.all.at(i), args.all.at(i));
    return bound;
  },
  run(call, { key }) {
    if (!request.read(call) || !openToWrite(call, key)) return;
    if (!isMet(call, request)) {
      call.types.hashes.settle();
      return call.reply.integer(0);
    }
    setExpiring(call, request);
    call.reply.integer(1);
  },
});
