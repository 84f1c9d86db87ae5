import { bytes, key, value } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY } from '../../store/record.ts';
import { openToWrite } from './open-hash.ts';

export default command({
  name: 'hsetnx',
  summary: 'Sets a field of a hash unless the hash has it.',
  since: '2.0.0',
  group: 'hash',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW insert'), field: bytes(), value: value() },
  examples: [
    ['HSETNX user name Ann', '(integer) 1'],
    ['HSETNX user name Bob', '(integer) 0'],
    ['HGET user name', '"Ann"'],
  ],
  allocates: (call, args) =>
    call.types.hashes.changeBound(args.key) + call.types.hashes.fieldBound(args.field, args.value),
  run(call, { key, field, value }) {
    if (!openToWrite(call, key)) return;
    const { hashes } = call.types;
    if (hashes.find(field)) return call.reply.integer(0);
    hashes.takeLarge(value, 1, 1);
    hashes.setField(field, value, NO_EXPIRY);
    hashes.changed(EVENT.hset);
    hashes.settle();
    call.reply.integer(1);
  },
});
