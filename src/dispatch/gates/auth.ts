/**
 * Before authentication only the commands that authenticate, and those that end the connection, run. A password that was
 * taken away since the client connected is not asked for.
 */
import { flagBit } from '../../../protocol/command/table.ts';
import { type Gate, PASSED, REFUSED } from '../gate.ts';
import { refuseUnauthenticated } from '../refusals.ts';

const NO_AUTH = flagBit('no_auth');

export const authGate: Gate = (call, client, _request, row) => {
  if (client.authenticated || (row.flagBits & NO_AUTH) !== 0 || call.settings.current.requirepass === '') return PASSED;
  refuseUnauthenticated(call);
  return REFUSED;
};
