import { flag, oneof, optional } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { busyError } from '../../dispatch/ports/scripts.ts';

export default command({
  name: 'shutdown',
  summary: 'Ends the server.',
  since: '1.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'loading', 'stale', 'no_multi', 'allow_busy'],
  history: [['7.0.0', 'The words `NOW`, `FORCE` and `ABORT`.']],
  args: {
    nosave: flag('NOSAVE'),
    save: flag('SAVE'),
    now: flag('NOW'),
    force: flag('FORCE'),
    abort: flag('ABORT'),
  },
  documentedArgs: {
    saveSelector: optional(oneof(['NOSAVE', 'SAVE'])),
    now: flag('NOW', { since: '7.0.0' }),
    force: flag('FORCE', { since: '7.0.0' }),
    abort: flag('ABORT', { since: '7.0.0' }),
  },
  examples: [['SHUTDOWN ABORT', '(error) ERR No shutdown in progress.']],
  run(call, args) {
    const { nosave, save, now, force, abort } = args;
    if ((nosave && save) || (abort && (nosave || save || now || force))) return call.fail(ERROR.syntax);
    if (abort) return call.fail(ERROR.noShutdown);
    // A script that takes long is in the middle of its changes: they are not to be saved.
    const running = nosave ? undefined : call.server.scripts.busy();
    if (running !== undefined) return call.fail(busyError(running.kind));
    // There is no disk to save to: only FORCE goes on without what was asked for.
    if (save && !force) return call.fail(ERROR.shutdownFailed);
    call.client.closeAfterReply = true;
    call.server.info.shutdown();
  },
});
