/**
 * CLIENT PAUSE: commands wait until it ends, all or those that may change data. Clients that monitor are not held, as
 * in Redis. A pause holds CLIENT UNPAUSE too unless only writes are paused.
 */
import { flagBit } from '../../../protocol/command/table.ts';
import { PARKED_PAUSE } from '../context.ts';
import { type Gate, PASSED } from '../gates.ts';

const WRITE = flagBit('write');
/** Commands without the flag `write` that have effects which a replica would have to see. */
const MAY_REPLICATE: ReadonlySet<string> = new Set(['eval', 'evalsha', 'fcall', 'pfcount', 'publish', 'spublish']);

export const pauseGate: Gate = (call, client, _request, row) => {
  if (client.monitoring) return PASSED;
  const writes = (row.flagBits & WRITE) !== 0 || MAY_REPLICATE.has(row.name);
  return call.server.clients.isPaused(writes) ? PARKED_PAUSE : PASSED;
};
