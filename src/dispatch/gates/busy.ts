/** A script runs for too long: all but the few commands that may end it are told so, instead of waiting for its locks. */
import { flagBit } from '../../../protocol/command/table.ts';
import { GATE_BUSY } from '../../messaging/gate-state.ts';
import { type Gate, PASSED, REFUSED } from '../gate.ts';
import { busyError } from '../ports/scripts.ts';

const ALLOW_BUSY = flagBit('allow_busy');

export const busyGate: Gate = (call, _client, _request, row) => {
  if ((call.server.gateBits() & GATE_BUSY) === 0 || (row.flagBits & ALLOW_BUSY) !== 0) return PASSED;
  const running = call.server.scripts.busy();
  if (running === undefined) return PASSED;
  call.fail(busyError(running.kind));
  return REFUSED;
};
