import { key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';

export default command({
  name: 'dump',
  summary: 'Gives the value of a key in the format of RDB files, with version and checksum, for RESTORE.',
  since: '2.6.0',
  group: 'generic',
  complexity: 'O(N) where N is the length of the value.',
  flags: ['readonly'],
  acl: ['keyspace'],
  tips: ['nondeterministic_output'],
  args: { key: key('RO access') },
  examples: [
    ['SET greeting hello', 'OK'],
    ['DUMP greeting', '"\\x00\\x05hello\\x06\\x00\\xf5\\x9f\\xb7\\xf6\\x90a\\x1c\\x99"'],
    ['DUMP missing', '(nil)'],
  ],
  run(call, args) {
    const record = call.store.read(args.key);
    if (record === NO_REF) return call.reply.null();
    const { dumper } = call.types;
    dumper.dump(args.key, record);
    call.reply.bulk(dumper.writer.buffer, 0, dumper.writer.length);
    dumper.writer.begin();
  },
});
