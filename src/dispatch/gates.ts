/**
 * The gates, in the order in which Redis' clients see them: an unknown command (the look-up, before these) and a wrong
 * number of arguments are reported even to clients that have not authenticated.
 */
import type { Gate } from './gate.ts';
import { arityGate } from './gates/arity.ts';
import { authGate } from './gates/auth.ts';
import { busyGate } from './gates/busy.ts';
import { monitorGate } from './gates/monitor.ts';
import { pauseGate } from './gates/pause.ts';
import { subscriberGate } from './gates/subscriber.ts';
import { notInTransactionGate, transactionGate } from './gates/transaction.ts';

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
