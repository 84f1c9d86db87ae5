/**
 * The gates, in the order in which Redis' clients see them: an unknown command (the look-up, before these) and a wrong
 * number of arguments are reported even to clients that have not authenticated.
 */
import { type Client, GATE_MULTI } from './client.ts';
import type { Call } from './context.ts';
import { type Gate, PASSED } from './gate.ts';
import { arityGate } from './gates/arity.ts';
import { authGate } from './gates/auth.ts';
import { busyGate } from './gates/busy.ts';
import { monitorGate } from './gates/monitor.ts';
import { pauseGate } from './gates/pause.ts';
import { subscriberGate } from './gates/subscriber.ts';
import { notInTransactionGate, transactionGate } from './gates/transaction.ts';
import type { ParsedRequest, Row } from './request.ts';

export const GATES: readonly Gate[] = [
  arityGate,
  authGate,
  notInTransactionGate,
  subscriberGate,
  monitorGate,
  busyGate,
  pauseGate,
  transactionGate,
];

/** Asks one gate after the other. @returns PASSED, or what the first that does not pass says */
export function passGates(call: Call, client: Client, request: ParsedRequest, row: Row): number {
  if (client.gateBits === GATE_MULTI && call.server.gateBits() === 0 && row.acceptsLength(request.argc)) {
    // All others have nothing to say: most commands of transactions come this way.
    const outcome = notInTransactionGate(call, client, request, row);
    return outcome === PASSED ? transactionGate(call, client, request, row) : outcome;
  }
  for (let i = 0; i < GATES.length; i++) {
    const outcome = GATES[i]!(call, client, request, row);
    if (outcome === PASSED) continue;
    call.store.keepsExpired = false;
    return outcome;
  }
  return PASSED;
}
