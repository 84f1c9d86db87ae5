/**
 * CLIENT PAUSE: commands wait until it ends, all or those that may change data. Clients that monitor are not held, as
 * in Redis. A pause of all commands holds CLIENT UNPAUSE too.
 */
import { PARKED_PAUSE } from '../context.ts';
import { type Gate, PASSED } from '../gate.ts';
import { mayWrite } from './effects.ts';

export const pauseGate: Gate = (call, client, _request, row) =>
  !client.monitoring && call.server.clients.isPaused(mayWrite(row)) ? PARKED_PAUSE : PASSED;
