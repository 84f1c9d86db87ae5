import { bytes } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'function|delete',
  summary: 'Forgets a library and its functions.',
  since: '7.0.0',
  group: 'scripting',
  complexity: 'O(1)',
  flags: ['write', 'noscript'],
  tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
  args: { libraryName: bytes() },
  examples: [['FUNCTION DELETE nosuch', '(error) ERR Library not found']],
  run(call, args) {
    if (call.server.scripts.deleteLibrary(call.text(args.libraryName))) call.reply.ok();
    else call.fail(ERROR.libraryNotFound);
  },
});
