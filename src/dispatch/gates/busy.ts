/** A script runs for too long: all but the few commands that may end it are told so, instead of waiting for its locks. */
import { flagBit } from '../../../protocol/command/table.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { GATE_BUSY } from '../../messaging/gate-state.ts';
import { type Gate, PASSED, REFUSED } from '../gate.ts';
import { RUNS_FUNCTION } from '../ports/scripts.ts';

const ALLOW_BUSY = flagBit('allow_busy');

export const busyGate: Gate = (call, _client, request, row) => {
  if ((call.server.gateBits() & GATE_BUSY) === 0 || (row.flagBits & ALLOW_BUSY) !== 0) return PASSED;
  if (row.name === 'shutdown' && isNoSave(request)) return PASSED;
  const running = call.server.scripts.busy();
  if (running === undefined) return PASSED;
  call.fail(running.kind === RUNS_FUNCTION ? ERROR.busyFunction : ERROR.busyScript);
  return REFUSED;
};

function isNoSave(request: Parameters<Gate>[2]): boolean {
  if (request.argc < 2) return false;
  const start = request.argStart[1]!;
  return request.buf.toString('latin1', start, start + request.argLen[1]!).toLowerCase() === 'nosave';
}
