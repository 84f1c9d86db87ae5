import { integer, oneof, optional, rest } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

/** The largest signed 64-bit integer. */
const MAX_TIME_MS = 2 ** 63;

export default command({
  name: 'client|pause',
  summary: 'Holds back the commands of all clients, or those that write, for a time.',
  since: '3.0.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  history: [['6.2.0', 'The mode, with `WRITE` as the new one.']],
  args: {
    timeout: integer({ min: 0, invalid: ERROR.timeoutNotInteger, range: ERROR.timeoutNegative }),
    mode: optional(oneof(['WRITE', 'ALL'], { again: 'never', conflict: ERROR.pauseArguments })),
    ignored: rest(),
  },
  documentedArgs: { timeout: integer(), mode: optional(oneof(['WRITE', 'ALL'], { since: '6.2.0' })) },
  examples: [
    ['CLIENT PAUSE 0 WRITE', 'OK'],
    ['CLIENT PAUSE -1', '(error) ERR timeout is negative'],
  ],
  check({ mode, ignored }) {
    if (ignored.count === 0) return 0;
    return mode === undefined && ignored.count === 1 ? ERROR.pauseMode : ERROR.pauseArguments;
  },
  run(call, { timeout, mode }) {
    const endMs = call.now() + timeout;
    if (endMs >= MAX_TIME_MS) return call.fail(ERROR.timeoutOutOfRange);
    call.server.clients.pause(mode !== 'WRITE', endMs);
    call.reply.ok();
  },
});
