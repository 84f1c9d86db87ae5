import { bytes, flag } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { bytesOf } from './bytes-of.ts';

export default command({
  name: 'function|load',
  summary: 'Adds a library of functions.',
  since: '7.0.0',
  group: 'scripting',
  complexity: 'O(1) for an empty library; depends on its code.',
  flags: ['write', 'denyoom', 'noscript'],
  tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
  args: { replace: flag('REPLACE'), functionCode: bytes() },
  examples: [['FUNCTION LOAD "no metadata"', '(error) ERR Missing library metadata']],
  allocates: () => 0,
  run(call, args) {
    const loaded = call.server.scripts.loadLibrary(bytesOf(call, args.functionCode), args.replace);
    if (loaded.ok) call.reply.bulkLatin1(loaded.value);
    else call.reply.error(loaded.error);
  },
});
