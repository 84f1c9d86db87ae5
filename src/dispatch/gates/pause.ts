/**
 * CLIENT PAUSE: commands wait until it ends, all or those that may change data. Clients that monitor are not held, as
 * in Redis. A pause of all commands holds CLIENT UNPAUSE too. Nothing expires meanwhile: see `keepsExpired`.
 */
import { GATE_PAUSE_ALL, GATE_PAUSE_WRITE } from '../../messaging/gate-state.ts';
import type { Client } from '../client.ts';
import { PARKED_PAUSE } from '../context.ts';
import { type Gate, PASSED } from '../gate.ts';
import type { Row } from '../request.ts';
import { isPausable } from './effects.ts';

export const pauseGate: Gate = (call, client, request, row) => {
  if ((call.server.gateBits() & (GATE_PAUSE_WRITE | GATE_PAUSE_ALL)) === 0 || client.monitoring) return PASSED;
  const writes = isPausable(call, request, row) || writesByExec(client, row);
  if (call.server.clients.isPaused(writes)) return PARKED_PAUSE;
  // Until the command has run. A command that writes, since the pause is over by now, must find what it replaces.
  call.store.keepsExpired = !writes;
  return PASSED;
};

function writesByExec(client: Client, row: Pick<Row, 'name'>): boolean {
  return row.name === 'exec' && client.transaction?.mayWrite === true;
}
